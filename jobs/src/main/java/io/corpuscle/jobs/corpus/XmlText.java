package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The character data of an XML document, as a stream. White space within a line is one blank, line
 * breaks are one, and an element that follows another begins a line. Declarations of types are
 * passed over and nothing outside of the document is ever read, so an entity that is not XML's own
 * stands as it is written.
 */
final class XmlText extends PiecewiseText {
  private static final int PIECE = 1 << 13;

  private final RecordBytes xml;
  private final InputLimits limits;
  private final FlowingText text = new FlowingText();
  private Optional<XMLStreamReader> events = Optional.empty();
  private Optional<Ration> ration = Optional.empty();
  private long depth;
  private boolean afterElement;

  XmlText(RecordBytes xml, InputLimits limits) {
    this.xml = xml;
    this.limits = limits;
  }

  @Override
  Optional<String> next() {
    try {
      if (events.isEmpty()) {
        open();
      }
      XMLStreamReader reader = events.orElseThrow();
      while (reader.hasNext() && text.length() < PIECE) {
        ration.orElseThrow().renew();
        take(reader, reader.next());
      }
      return text.length() > 0 ? Optional.of(text.take()) : Optional.empty();
    } catch (XMLStreamException | RuntimeException e) {
      throw fault(e);
    }
  }

  private void open() throws XMLStreamException {
    // The JDK's own, whatever else is on the class path: its settings are known to hold.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    Ration characters = new Ration(TranscodedBytes.strict(xml, StandardCharsets.UTF_8));
    ration = Optional.of(characters);
    events = Optional.of(factory.createXMLStreamReader(characters));
  }

  private void take(XMLStreamReader reader, int event) {
    switch (event) {
      case XMLStreamConstants.START_ELEMENT -> {
        if (++depth > limits.of(InputLimit.XML_DEPTH)) {
          throw limits.exceeded(InputLimit.XML_DEPTH, xml.document().file().place());
        }
        if (afterElement) {
          text.separate(FlowingText.LINE);
        }
        afterElement = false;
      }
      case XMLStreamConstants.END_ELEMENT -> {
        depth--;
        afterElement = true;
      }
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
        text.lines(reader.getText());
        afterElement = false;
      }
      case XMLStreamConstants.ENTITY_REFERENCE -> {
        text.lines("&" + reader.getLocalName() + ";");
        afterElement = false;
      }
      default -> {
        // Comments, instructions and declarations are no text.
      }
    }
  }

  private DocumentException fault(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof DocumentException known) {
        return known;
      }
      if (cause instanceof CharacterCodingException) {
        return NotUtf8.in(xml.document(), e);
      }
    }
    String place =
        e instanceof XMLStreamException known && known.getLocation() != null
            ? String.format(
                Locale.ROOT,
                " at line %,d, column %,d",
                known.getLocation().getLineNumber(),
                known.getLocation().getColumnNumber())
            : "";
    return new DocumentException(
        Fault.MALFORMED_RECORD,
        String.format(
            Locale.ROOT,
            "%s is not well-formed XML%s. Mend it, or read it as text.",
            xml.document().file().place(),
            place),
        e);
  }

  /** What may be read for one event: a tag with its attributes is in memory as a whole. */
  private final class Ration extends FilterReader {
    private long taken;

    Ration(Reader text) {
      super(text);
    }

    void renew() {
      taken = 0;
    }

    @Override
    public int read() throws IOException {
      char[] one = new char[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] chars, int offset, int length) throws IOException {
      int read = in.read(chars, offset, length);
      taken += Math.max(read, 0);
      if (taken > limits.of(InputLimit.MARKUP_BYTES)) {
        throw limits.exceeded(InputLimit.MARKUP_BYTES, xml.document().file().place());
      }
      return read;
    }
  }
}
