package io.corpuscle.jobs.corpus;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the bytes of a file divide into documents. */
public enum Format {
  /** Plain text: the file is one document. */
  TEXT,
  /** JSON Lines: an object a line, its text in one field, its id in another. */
  JSONL,
  /** FASTA: every record is a document, its sequence the text. */
  FASTA,
  /** GenBank: every record is a document, its sequence the text, all else its metadata. */
  GENBANK,
  /** HTML: the file is one document, what a browser shows of it the text. */
  HTML,
  /** XML: the file is one document, its character data the text. */
  XML,
  /** PDF: the file is one document, page by page. */
  PDF,
  /** A tar archive: every member is a file of the format its name tells. */
  TAR,
  /** A zip archive: every member is a file of the format its name tells. */
  ZIP,
  /** Rows of a table: no file has that format, but a model may be named for it. */
  TABLE;

  /** The formats that documents have: all but the archives, whose members have formats. */
  public static List<Format> ofDocuments() {
    return Arrays.stream(values()).filter(format -> !format.isArchive()).toList();
  }

  /** The formats that a file can be told to have. */
  public static List<Format> ofFiles() {
    return ofDocuments().stream().filter(format -> format != TABLE).toList();
  }

  /**
   * The format of that name in a configuration: {@code text}, {@code jsonl}, {@code fasta} ...
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
                            .filter(format -> format != TABLE)
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
      case "gb", "gbk", "genbank" -> Optional.of(GENBANK);
      case "html", "htm" -> Optional.of(HTML);
      case "xml" -> Optional.of(XML);
      case "pdf" -> Optional.of(PDF);
      case "tar" -> Optional.of(TAR);
      case "zip" -> Optional.of(ZIP);
      default -> Optional.empty();
    };
  }

  /**
   * What a file of that name is: an archive if the name says so, else of the format that was asked
   * for, if one was, else what the name tells.
   */
  static Optional<Format> of(String fileName, Optional<Format> asked) {
    Optional<Format> told = ofFileName(fileName);
    return told.filter(Format::isArchive).or(() -> asked).or(() -> told);
  }

  /** Whether its files are text of some encoding. */
  boolean isText() {
    return this != PDF && this != TABLE && !isArchive();
  }

  boolean isArchive() {
    return this == TAR || this == ZIP;
  }

  /** Who knows the format. */
  RecordFormat records() {
    return switch (this) {
      case TEXT -> new PlainText();
      case JSONL -> new JsonLines();
      case FASTA -> new Fasta();
      case GENBANK -> new GenBank();
      case HTML -> new Html();
      case XML -> new Xml();
      case PDF -> new Pdf();
      case TAR, ZIP -> new Archive(this);
      case TABLE -> throw new IllegalStateException("No file has the format " + this);
    };
  }

  /** The name a configuration uses. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
