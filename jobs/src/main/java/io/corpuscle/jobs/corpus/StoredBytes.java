package io.corpuscle.jobs.corpus;

import java.io.FilterInputStream;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;

/** The bytes as stored: counts them, and remembers whether it was the storage that failed. */
final class StoredBytes extends FilterInputStream {
  private final FSDataInputStream source;
  private long count;
  private boolean failed;

  StoredBytes(FSDataInputStream source) {
    super(source);
    this.source = source;
  }

  long count() {
    return count;
  }

  boolean failed() {
    return failed;
  }

  void seek(long offset) throws IOException {
    source.seek(offset);
    count = offset;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int read = source.read(bytes, offset, length);
      count += Math.max(read, 0);
      return read;
    } catch (IOException | RuntimeException e) {
      failed = true;
      throw e;
    }
  }

  @Override
  public long skip(long bytes) throws IOException {
    try {
      long skipped = source.skip(bytes);
      count += skipped;
      return skipped;
    } catch (IOException | RuntimeException e) {
      failed = true;
      throw e;
    }
  }
}
