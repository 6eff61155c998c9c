package io.corpuscle.jobs.corpus;

import java.io.FilterInputStream;
import java.io.IOException;

/**
 * The bytes of an archive as its reader takes them. What stands before a member of a tar archive
 * may hold a name of any length, which the reader takes into memory; here one that goes on for too
 * long is damage. And a zip archive ends with a mark that its reader does not ask for.
 */
final class ArchiveBytes extends FilterInputStream {
  /** Room for a name, what else is said of a member, and the padding before it. */
  private static final long HEADER_BYTES = 1 << 20;

  /** {@code PK\5\6}. */
  private static final int END_OF_DIRECTORY = 0x504b0506;

  private boolean inHeader;
  private long header;

  /** The last bytes read, as a number. */
  private int last;

  private boolean directoryEnds;

  ArchiveBytes(DecodedFile archive) {
    super(archive);
  }

  /** What is read from here to {@link #endHeader} comes before a member's content. */
  void beginHeader() {
    inHeader = true;
    header = 0;
  }

  void endHeader() {
    inHeader = false;
  }

  /** Whether, up to the end, there is the mark by which the directory of a zip archive ends. */
  boolean directoryEnds() throws IOException {
    byte[] rest = new byte[1 << 13];
    while (!directoryEnds && read(rest, 0, rest.length) >= 0) {
      // The mark may be to come.
    }
    return directoryEnds;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    for (int i = offset; i < offset + read; i++) {
      last = last << Byte.SIZE | bytes[i] & 0xff;
      directoryEnds |= last == END_OF_DIRECTORY;
    }
    header += Math.max(read, 0);
    if (inHeader && header > HEADER_BYTES) {
      throw new IOException(HEADER_BYTES + " bytes of an archive are no content");
    }
    return read;
  }

  /** By reading, so that the end is seen. */
  @Override
  public long skip(long bytes) throws IOException {
    return Math.max(read(new byte[(int) Math.min(bytes, 1 << 13)]), 0);
  }
}
