package io.corpuscle.jobs.corpus;

import java.io.FilterInputStream;
import java.io.IOException;

/**
 * The bytes of an archive as its reader takes them. What stands before a member's content may hold
 * a name of any length, which the reader takes into memory; here one that goes on for too long is
 * damage.
 */
final class ArchiveBytes extends FilterInputStream {
  /** Room for a name, what else is said of a member, and the padding before it. */
  private static final long HEADER_BYTES = 1 << 20;

  private boolean inHeader;
  private long header;
  private boolean ended;

  ArchiveBytes(DecodedFile archive) {
    super(archive);
  }

  void beginHeader() {
    inHeader = true;
    header = 0;
  }

  void endHeader() {
    inHeader = false;
  }

  /** Whether more was wanted of the archive than there is. */
  boolean ended() {
    return ended;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    ended |= read < 0;
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
