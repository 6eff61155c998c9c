package io.corpuscle.jobs.corpus;

import java.util.Locale;
import java.util.Optional;

/**
 * How files are taken for documents.
 *
 * @param idField the top-level field of a JSON Lines record that names the document
 * @param textField the top-level field of a JSON Lines record that holds its text
 * @param format the format of every file whatever its name; if empty, each file's name tells, and
 *     files whose names tell none are skipped and listed in {@link Corpus#skipped}
 * @param limits how much of a file or document is read at most
 */
public record CorpusOptions(
    String idField, String textField, Optional<Format> format, InputLimits limits) {

  /** Fields {@code id} and {@code text}; formats by file name; the standard limits. */
  public static final CorpusOptions DEFAULT =
      new CorpusOptions("id", "text", Optional.empty(), InputLimits.STANDARD);

  public CorpusOptions {
    if (idField.equals(textField)) {
      throw new CorpusException(
          String.format(
              Locale.ROOT,
              "idField and textField are both '%s'. Name the field that holds the text in textField.",
              textField));
    }
  }
}
