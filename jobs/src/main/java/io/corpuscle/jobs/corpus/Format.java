package io.corpuscle.jobs.corpus;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the bytes of a file divide into documents. */
public enum Format {
  /** Plain UTF-8: the file is one document. */
  TEXT,
  /** JSON Lines: an object a line, its text in one field, its id in another. */
  JSONL,
  /** FASTA: every record is a document, its sequence the text. */
  FASTA;

  /**
   * The format of that name in a configuration: {@code text}, {@code jsonl} or {@code fasta}.
   *
   * @throws CorpusException if there is none
   */
  public static Format named(String name) {
    return Arrays.stream(values())
        .filter(format -> format.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CorpusException(
                    String.format(
                        Locale.ROOT,
                        "There is no document format '%s'. Formats: %s.",
                        name,
                        Arrays.stream(values())
                            .map(Format::toString)
                            .collect(Collectors.joining(", ")))));
  }

  /** The format a file's name tells, a compression's ending aside; empty if it tells none. */
  public static Optional<Format> ofFileName(String fileName) {
    String name = Compression.ofFileName(fileName).strip(fileName).toLowerCase(Locale.ROOT);
    String extension = name.substring(name.lastIndexOf('.') + 1);
    if (extension.equals(name)) {
      return Optional.empty();
    }
    return switch (extension) {
      case "txt", "text" -> Optional.of(TEXT);
      case "jsonl", "ndjson" -> Optional.of(JSONL);
      case "fa", "fasta", "fas", "fna", "ffn", "frn", "faa" -> Optional.of(FASTA);
      default -> Optional.empty();
    };
  }

  /** Who knows the format. */
  RecordFormat records() {
    return switch (this) {
      case TEXT -> new PlainText();
      case JSONL -> new JsonLines();
      case FASTA -> new Fasta();
    };
  }

  /** The name a configuration uses. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
