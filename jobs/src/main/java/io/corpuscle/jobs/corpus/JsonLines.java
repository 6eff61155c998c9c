package io.corpuscle.jobs.corpus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.corpuscle.engine.text.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * JSON Lines: one object a line, its text the string in one top-level field. The scan only finds
 * where that string lies; it is decoded when the document is read, as a stream. Blank lines are no
 * documents. A line that cannot be read is a failed document, named by its id if that came before
 * the fault, else by its line.
 */
final class JsonLines implements RecordFormat {

  @Override
  public void scan(
      CorpusFile file,
      Supplier<DecodedFile> opened,
      CorpusOptions options,
      FoundDocuments.InFile found) {
    DecodedFile in = opened.get();
    in.decode();
    try {
      JsonFactory json = json(options.limits());
      LineBytes lines = new LineBytes(in, options.limits());
      while (lines.next()) {
        try (JsonParser parser = json.createParser(lines)) {
          new Line(file, options, lines, parser, found).scan();
        }
      }
    } catch (IOException e) {
      // What the file does wrong arrives as a DocumentException, what a line does is caught there.
      throw new UncheckedIOException(e);
    }
  }

  /**
   * UTF-8 always: a line that looks like UTF-16 is a broken line, not another encoding. Strings are
   * limited where Jackson holds them, which it does of names and ids: a text is only passed over.
   */
  private static JsonFactory json(InputLimits limits) {
    int name = limits.small(InputLimit.NAME_BYTES);
    return JsonFactory.builder()
        .disable(JsonFactory.Feature.CHARSET_DETECTION)
        .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(limits.small(InputLimit.JSON_DEPTH))
                .maxNameLength(name)
                .maxNumberLength(name)
                .maxStringLength(name)
                .build())
        .build();
  }

  @Override
  public DocumentBytes text(DecodedFile file, DocumentRef.Located document, InputLimits limits) {
    return new JsonString(new RecordBytes(file, document));
  }

  /** One line and what has been seen of it so far. Positions count in bytes of the line. */
  private static final class Line {
    private final CorpusFile file;
    private final CorpusOptions options;
    private final LineBytes lines;
    private final JsonParser parser;
    private final FoundDocuments.InFile found;

    private String id = "";
    private JsonToken idKind = JsonToken.NOT_AVAILABLE;
    private JsonToken textKind = JsonToken.NOT_AVAILABLE;
    private int texts;

    /** Where the text's opening quote is. */
    private long quote;

    /** Where the token after the text begins; the text's closing quote lies before it. */
    private long after;

    Line(
        CorpusFile file,
        CorpusOptions options,
        LineBytes lines,
        JsonParser parser,
        FoundDocuments.InFile found) {
      this.file = file;
      this.options = options;
      this.lines = lines;
      this.parser = parser;
      this.found = found;
    }

    void scan() throws IOException {
      try {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
          fields();
          judge();
        } else if (first != null) {
          failed(
              Fault.MALFORMED_RECORD, "is not a JSON object. Give every document a line with one.");
        }
      } catch (StreamConstraintsException e) {
        beyondLimit();
      } catch (JsonProcessingException e) {
        // Jackson's message quotes the line, and a document's text belongs in no log; but only that
        // message tells bytes that are not UTF-8 from any other fault.
        long at = parser.currentLocation().getByteOffset();
        String place =
            String.format(
                Locale.ROOT,
                " before byte %,d of the line (%,d of the file)",
                at,
                lines.start() + at);
        if (e.getOriginalMessage().startsWith("Invalid UTF-8")) {
          failed(Fault.INVALID_UTF8, "is not valid UTF-8" + place + ". Mend or remove the line.");
        } else {
          failed(
              Fault.MALFORMED_RECORD, "is not valid JSON" + place + ". Mend or remove the line.");
        }
      }
    }

    /** Reads the object to its end. */
    private void fields() throws IOException {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        markEndOfText();
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals(options.textField())) {
          texts++;
          textKind = value;
          quote = parser.currentTokenLocation().getByteOffset();
          after = -1;
        } else if (field.equals(options.idField())) {
          idKind = value;
          id = value.isScalarValue() && value != JsonToken.VALUE_NULL ? id() : "";
        }
        parser.skipChildren();
      }
      markEndOfText();
    }

    /**
     * Called at the token after each value: Jackson skips a string only when asked for the next.
     */
    private void markEndOfText() {
      if (texts > 0 && after < 0) {
        after = parser.currentTokenLocation().getByteOffset();
      }
    }

    /** The object is complete: is it a document? */
    private void judge() throws IOException {
      String text = options.textField();
      if (parser.nextToken() != null) {
        failed(
            Fault.MALFORMED_RECORD,
            String.format(
                Locale.ROOT,
                "goes on after its object, at byte %,d. Give every document a line of its own.",
                parser.currentTokenLocation().getByteOffset()));
      } else if (texts == 0) {
        failed(
            Fault.MISSING_FIELD,
            String.format(
                Locale.ROOT,
                "has no field '%s'. Name the field that holds the text in textField.",
                text));
      } else if (texts > 1) {
        failed(
            Fault.MALFORMED_RECORD,
            String.format(
                Locale.ROOT, "has the field '%s' %d times. Leave one of them.", text, texts));
      } else if (textKind != JsonToken.VALUE_STRING) {
        failed(
            Fault.MISSING_FIELD,
            String.format(
                Locale.ROOT,
                "has %s in field '%s', not a string. Name the field that holds the text in textField.",
                kind(textKind),
                text));
      } else if (idKind.isStructStart()) {
        failed(
            Fault.MALFORMED_RECORD,
            String.format(
                Locale.ROOT,
                "has %s in field '%s', not a string or number. Name the field that holds the id in idField.",
                kind(idKind),
                options.idField()));
      } else {
        long length = after - quote - 1;
        found.record(id, lines.number(), lines.start() + quote + 1, length, length - 1);
      }
    }

    /** The limit in characters is Jackson's; in bytes a name can be longer. */
    private String id() throws IOException {
      String text = parser.getText();
      if (text.getBytes(StandardCharsets.UTF_8).length
          > options.limits().of(InputLimit.NAME_BYTES)) {
        throw new StreamConstraintsException("the id is too long");
      }
      return text;
    }

    /** Jackson says which limit it was by its message only; but it has counted the level. */
    private void beyondLimit() {
      InputLimits limits = options.limits();
      boolean deep =
          parser.getParsingContext().getNestingDepth() > limits.of(InputLimit.JSON_DEPTH);
      found.failedRecord(
          id,
          lines.number(),
          deep ? Fault.LIMIT : Fault.MALFORMED_RECORD,
          limits.message(
              deep ? InputLimit.JSON_DEPTH : InputLimit.NAME_BYTES,
              String.format(Locale.ROOT, "%s: line %,d", file.place(), lines.number())));
    }

    private void failed(Fault fault, String what) {
      found.failedRecord(
          id,
          lines.number(),
          fault,
          String.format(Locale.ROOT, "%s: line %,d %s", file.place(), lines.number(), what));
    }

    private static String kind(JsonToken value) {
      return switch (value) {
        case START_OBJECT -> "an object";
        case START_ARRAY -> "an array";
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
        case VALUE_TRUE, VALUE_FALSE -> "a truth value";
        default -> "null";
      };
    }
  }
}
