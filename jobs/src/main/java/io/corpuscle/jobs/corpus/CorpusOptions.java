package io.corpuscle.jobs.corpus;

import java.util.Locale;
import java.util.Optional;

/**
 * How files are taken for documents.
 *
 * @param idField the top-level field of a JSON Lines record that names the document
 * @param textField the top-level field of a JSON Lines record that holds its text
 * @param format the format of every file and member whatever its name, those that are archives by
 *     their names aside; if empty, each file's name tells, and files whose names tell none are
 *     skipped and listed in {@link Corpus#skipped}
 * @param encoding what text is in that does not say so itself
 * @param limits how much of a file or document is read at most
 */
public record CorpusOptions(
    String idField,
    String textField,
    Optional<Format> format,
    DeclaredEncoding encoding,
    InputLimits limits) {

  /** Fields {@code id} and {@code text}; formats by file name; UTF-8; the standard limits. */
  public static final CorpusOptions DEFAULT =
      new CorpusOptions(
          "id", "text", Optional.empty(), DeclaredEncoding.AUTO, InputLimits.STANDARD);

  public CorpusOptions {
    if (format.filter(Format.TABLE::equals).isPresent()) {
      throw new CorpusException(
          String.format(
              Locale.ROOT,
              "format is '%s', which no file has. To read a table set source in place of input; formats of files are %s.",
              Format.TABLE,
              Format.ofFiles()));
    }
    if (idField.equals(textField)) {
      throw new CorpusException(
          String.format(
              Locale.ROOT,
              "idField and textField are both '%s'. Name the field that holds the text in textField.",
              textField));
    }
  }
}
