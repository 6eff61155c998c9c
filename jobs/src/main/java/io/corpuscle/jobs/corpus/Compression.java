package io.corpuscle.jobs.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** How a file is compressed, as the ending of its name says. */
public enum Compression {
  NONE("", "", 1),
  GZIP(".gz", ".tgz", 4),
  BZIP2(".bz2", ".tbz2", 5),
  ZSTD(".zst", ".tzst", 5);

  private final String suffix;

  /** The ending of a compressed tar archive in short. */
  private final String tarSuffix;

  private final int expansion;

  Compression(String suffix, String tarSuffix, int expansion) {
    this.suffix = suffix;
    this.tarSuffix = tarSuffix;
    this.expansion = expansion;
  }

  /** The compression that a file's name tells. */
  public static Compression ofFileName(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(
            compression ->
                compression != NONE
                    && (name.endsWith(compression.suffix) || name.endsWith(compression.tarSuffix)))
        .findFirst()
        .orElse(NONE);
  }

  /** The file's name without this compression's ending: of {@code a.tgz}, {@code a.tar}. */
  String strip(String fileName) {
    if (this != NONE && fileName.toLowerCase(Locale.ROOT).endsWith(tarSuffix)) {
      return fileName.substring(0, fileName.length() - tarSuffix.length()) + ".tar";
    }
    return fileName.substring(0, fileName.length() - suffix.length());
  }

  /** Bytes of text to expect of a compressed byte, for planning only. */
  int expansion() {
    return expansion;
  }

  /**
   * The decompressed bytes: every member or frame of the file, one after another.
   *
   * @throws IOException if the container is damaged or ends early
   */
  InputStream decompress(InputStream compressed) throws IOException {
    return switch (this) {
      case NONE -> compressed;
      case GZIP -> new GzipMembers(compressed);
      case BZIP2 -> new BZip2CompressorInputStream(compressed, true);
      case ZSTD -> new ZstdFrames(compressed);
    };
  }
}
