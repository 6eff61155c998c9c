package io.corpuscle.jobs.corpus;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A file of any length that is nowhere: a head, the same byte over and over, a tail. */
public final class GeneratedFileSystem extends RawLocalFileSystem {
  private static volatile byte[] head = {};
  private static volatile long length;
  private static volatile byte[] tail = {};
  private static volatile long taken;

  /** The file {@code generated:///} with any name is this from now on. */
  static Configuration holding(byte[] first, long middle, byte[] last) {
    head = first.clone();
    length = first.length + middle + last.length;
    tail = last.clone();
    taken = 0;
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.generated.impl", GeneratedFileSystem.class, FileSystem.class);
    return hadoop;
  }

  /** How many bytes have been read of it. */
  static long taken() {
    return taken;
  }

  @Override
  public String getScheme() {
    return "generated";
  }

  @Override
  public URI getUri() {
    return URI.create("generated:///");
  }

  @Override
  public FileStatus getFileStatus(Path path) {
    return new FileStatus(length, false, 1, 1 << 20, 0, makeQualified(path));
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return new FSDataInputStream(new Generated());
  }

  private static final class Generated extends FSInputStream {
    private long position;

    @Override
    public int read() {
      if (position == length) {
        return -1;
      }
      long fromEnd = length - position;
      byte b =
          position < head.length
              ? head[(int) position]
              : fromEnd <= tail.length ? tail[(int) (tail.length - fromEnd)] : (byte) 'a';
      position++;
      taken = position;
      return b;
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
