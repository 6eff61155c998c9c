package io.corpuscle.jobs.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.Optional;
import java.util.regex.Pattern;

/** HTML: a page is one document, what a browser shows of it the text. */
final class Html implements WholeFile {
  /** Bytes in which a page says what it is in; pages with long preambles are not rare. */
  private static final int HEAD = 1 << 16;

  private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);

  private static final Pattern CHARSET =
      Pattern.compile(
          "<meta\\s[^>]*?charset\\s*=\\s*[\"']?\\s*([a-z0-9_:.-]+)", Pattern.CASE_INSENSITIVE);

  /** The first name that there is of those in {@code meta} tags. */
  @Override
  public Optional<Charset> declared(DecodedFile file) {
    String head = COMMENT.matcher(new String(file.head(HEAD), ISO_8859_1)).replaceAll("");
    return CHARSET
        .matcher(head)
        .results()
        .map(found -> found.group(1))
        .filter(Html::known)
        .findFirst()
        .map(Html::meant);
  }

  private static boolean known(String name) {
    try {
      return Charset.isSupported(name);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * What browsers take it for. That could be read as ASCII, so it is not UTF-16; and pages that say
   * Latin-1 are written in its superset.
   */
  private static Charset meant(String name) {
    Charset charset = Charset.forName(name);
    if (charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32")) {
      return UTF_8;
    }
    return charset.equals(ISO_8859_1) || charset.equals(US_ASCII)
        ? Charset.forName("windows-1252")
        : charset;
  }

  @Override
  public DocumentBytes text(DecodedFile file, DocumentRef.Located document, InputLimits limits) {
    return new HtmlText(new RecordBytes(file, document), limits);
  }
}
