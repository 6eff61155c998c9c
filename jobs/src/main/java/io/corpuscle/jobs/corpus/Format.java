package io.corpuscle.jobs.corpus;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the bytes of a file divide into documents. */
public enum Format {
  /** Plain UTF-8: the file is one document. */
  TEXT(new PlainText(), "txt", "text"),
  /** JSON Lines: an object a line, its text in one field, its id in another. */
  JSONL(new JsonLines(), "jsonl", "ndjson"),
  /** FASTA: every record is a document, its sequence the text. */
  FASTA(new Fasta(), "fa", "fasta", "fas", "fna", "ffn", "frn", "faa");

  private final RecordFormat records;
  private final List<String> extensions;

  Format(RecordFormat records, String... extensions) {
    this.records = records;
    this.extensions = List.of(extensions);
  }

  /**
   * The format of that name in a configuration: {@code text}, {@code jsonl} or {@code fasta}.
   *
   * @throws CorpusException if there is none
   */
  public static Format named(String name) {
    return Arrays.stream(values())
        .filter(format -> format.toString().equals(name.toLowerCase(Locale.ROOT)))
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
    String bare = Compression.ofFileName(fileName).strip(fileName).toLowerCase(Locale.ROOT);
    String extension = bare.substring(bare.lastIndexOf('.') + 1);
    return Arrays.stream(values())
        .filter(format -> bare.contains(".") && format.extensions.contains(extension))
        .findFirst();
  }

  RecordFormat records() {
    return records;
  }

  /** The name a configuration uses. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
