package io.corpuscle.jobs.faults;

import java.net.URI;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A file that is nowhere and as long as its name says: words of the same letter. */
public final class WordsFileSystem extends RawLocalFileSystem {
  /** The bytes of a word with the blank before it. */
  static final int WORD = 64;

  @Override
  public String getScheme() {
    return "words";
  }

  @Override
  public URI getUri() {
    return URI.create("words:///");
  }

  private static long length(Path path) {
    return Long.parseLong(path.getName().replace(".txt", ""));
  }

  @Override
  public FileStatus getFileStatus(Path path) {
    return new FileStatus(length(path), false, 1, 1 << 20, 0, makeQualified(path));
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) {
    return new FSDataInputStream(new Words(length(path)));
  }

  private static final class Words extends FSInputStream {
    private final long length;
    private long position;

    Words(long length) {
      this.length = length;
    }

    @Override
    public int read() {
      if (position == length) {
        return -1;
      }
      return position++ % WORD == 0 ? ' ' : 'a';
    }

    @Override
    public int read(byte[] bytes, int offset, int wanted) {
      int read = 0;
      for (int b = 0; read < wanted && (b = read()) >= 0; read++) {
        bytes[offset + read] = (byte) b;
      }
      return read == 0 && wanted > 0 ? -1 : read;
    }

    @Override
    public void seek(long to) {
      position = to;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public boolean seekToNewSource(long to) {
      return false;
    }
  }
}
