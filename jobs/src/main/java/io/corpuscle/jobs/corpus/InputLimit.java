package io.corpuscle.jobs.corpus;

import java.util.Arrays;
import java.util.List;

/** A cap on what one file or document may ask of a reader, however it was made. */
public enum InputLimit {
  DOCUMENT_BYTES("documentBytes", 16L << 30, Long.MAX_VALUE, "bytes of text"),
  DECOMPRESSED_BYTES(
      "decompressedBytes", 256L << 30, Long.MAX_VALUE, "bytes in its container, decompressed"),
  /**
   * Applies once a container has given {@link #RATIO_FROM} bytes: small files repeat themselves.
   */
  DECOMPRESSION_RATIO(
      "decompressionRatio",
      1_000,
      Integer.MAX_VALUE,
      "bytes in its container for each byte as stored"),
  LINE_BYTES("lineBytes", 16L << 30, Long.MAX_VALUE, "bytes in one line"),
  RECORDS("records", 10_000_000, Integer.MAX_VALUE, "records"),
  JSON_DEPTH("jsonDepth", 100, 10_000, "levels of objects and arrays in each other"),
  /** What of a page or of a single tag has to be in memory. */
  MARKUP_BYTES("markupBytes", 16L << 20, 1L << 30, "bytes in an HTML page or one tag of XML"),
  XML_DEPTH("xmlDepth", 1_000, 100_000, "levels of elements in each other"),
  PDF_BYTES("pdfBytes", 64L << 20, 1L << 30, "bytes in a PDF file"),
  PDF_STREAM_BYTES("pdfStreamBytes", 256L << 20, 1L << 30, "bytes in one of its streams, unpacked"),
  METADATA_BYTES("metadataBytes", 32L << 20, 1L << 30, "bytes of metadata"),
  ARCHIVE_DEPTH("archiveDepth", 1, 10, "levels of archives in each other"),
  /** Of a JSON Lines id or field name, of a FASTA or GenBank name, and of a member's. */
  NAME_BYTES("nameBytes", 4_096, 1 << 20, "bytes in a name, an id or a number");

  /** Bytes of a container that are read before their ratio to what is stored counts. */
  static final long RATIO_FROM = 64L << 20;

  private static final String PREFIX = "limits.";

  private final String name;
  private final long standard;
  private final long largest;
  private final String what;

  InputLimit(String name, long standard, long largest, String what) {
    this.name = name;
    this.standard = standard;
    this.largest = largest;
    this.what = what;
  }

  /** The key in a configuration and the option of the data source. */
  public String key() {
    return PREFIX + name;
  }

  /** The key without what all of them begin with. */
  public String shortKey() {
    return name;
  }

  /** The short keys of all. */
  public static List<String> shortKeys() {
    return Arrays.stream(values()).map(InputLimit::shortKey).toList();
  }

  /** Its value unless told otherwise. */
  public long standard() {
    return standard;
  }

  /** The largest value it may be given; the smallest is 1. */
  long largest() {
    return largest;
  }

  /** What it counts. */
  String what() {
    return what;
  }
}
