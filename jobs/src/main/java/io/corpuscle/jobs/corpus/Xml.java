package io.corpuscle.jobs.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** XML: a file is one document, its character data the text. */
final class Xml implements WholeFile {
  private static final int HEAD = 1 << 10;

  private static final Pattern DECLARATION =
      Pattern.compile("^<\\?xml\\s[^>]*?\\sencoding\\s*=\\s*[\"']([^\"']+)[\"']");

  @Override
  public Optional<Charset> declared(DecodedFile file) {
    String head = new String(file.head(HEAD), ISO_8859_1);
    if (head.startsWith("<\0?\0")) {
      return Optional.of(UTF_16LE);
    }
    if (head.startsWith("\0<\0?")) {
      return Optional.of(UTF_16BE);
    }
    Matcher declaration = DECLARATION.matcher(head);
    return declaration.find()
        ? Optional.of(named(declaration.group(1), file.file()))
        : Optional.empty();
  }

  private static Charset named(String name, CorpusFile file) {
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw new DocumentException(
          Fault.UNSUPPORTED_ENCODING,
          String.format(
              Locale.ROOT,
              "%s declares the encoding '%s', which is not known here. Convert it to UTF-8.",
              file.place(),
              MemberName.safe(name)),
          e);
    }
  }

  @Override
  public DocumentBytes text(DecodedFile file, DocumentRef.Located document, InputLimits limits) {
    return new XmlText(new RecordBytes(file, document), limits);
  }
}
