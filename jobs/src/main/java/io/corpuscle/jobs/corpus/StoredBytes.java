package io.corpuscle.jobs.corpus;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * The bytes as stored: counts them, and remembers whether it was the storage that failed. A read
 * that fails is made again, of the file opened anew at the same byte, if it is still the same file.
 */
final class StoredBytes extends InputStream {
  private final StoredFile file;
  private final ReadAttempts attempts;
  private FSDataInputStream source;
  private long count;
  private boolean failed;

  /** Whether the last attempt left {@link #source} nobody knows where. */
  private boolean lost;

  private StoredBytes(StoredFile file, ReadAttempts attempts, FSDataInputStream source) {
    this.file = file;
    this.attempts = attempts;
    this.source = source;
  }

  /** Opens a file at its first byte. */
  static StoredBytes open(StoredFile file) throws IOException {
    ReadAttempts attempts = ReadAttempts.of(file.hadoop());
    return new StoredBytes(file, attempts, attempts.at(file::open));
  }

  /** Where it is, in bytes of the file. */
  long count() {
    return count;
  }

  /** Whether the storage failed, for good. */
  boolean failed() {
    return failed;
  }

  void seek(long offset) throws IOException {
    count = offset;
    lastingly(
        () -> {
          source.seek(count);
          return count;
        });
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = lastingly(() -> source.read(bytes, offset, length));
    count += Math.max(read, 0);
    return read;
  }

  private <T> T lastingly(ReadAttempts.Attempt<T> attempt) throws IOException {
    failed = true;
    T answer = attempts.at(() -> once(attempt));
    failed = false;
    return answer;
  }

  private <T> T once(ReadAttempts.Attempt<T> attempt) throws IOException {
    if (lost) {
      reopen();
    }
    lost = true;
    T answer = attempt.make();
    lost = false;
    return answer;
  }

  private void reopen() throws IOException {
    closeLost();
    file.requireUnchanged();
    source = file.open();
    source.seek(count);
  }

  /** What failed to be read may fail to be closed: the next attempt does not need it. */
  private void closeLost() {
    try {
      source.close();
    } catch (IOException e) {
      // Nothing was to be had of it any more.
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
