package io.corpuscle.jobs.corpus;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The local disk behind a bad line: after a few kilobytes of a file whose name says {@code flaky},
 * reads fail as often as told.
 */
public final class FlakyFileSystem extends RawLocalFileSystem {
  static final String MESSAGE = "connection reset";
  static final int FOREVER = Integer.MAX_VALUE;

  private static final int SOUND_BYTES = 70_000;
  private static final AtomicInteger FAILURES = new AtomicInteger();
  private static final AtomicInteger OPENED = new AtomicInteger();
  private static volatile Runnable uponFailure = () -> {};

  /** Files {@code flaky://} fail so often from now on. */
  public static Configuration failing(int times) {
    FAILURES.set(times);
    OPENED.set(0);
    uponFailure = () -> {};
    Configuration hadoop = new Configuration();
    register(hadoop);
    return hadoop;
  }

  /** Makes {@code flaky://} known. */
  public static void register(Configuration hadoop) {
    hadoop.setClass("fs.flaky.impl", FlakyFileSystem.class, FileSystem.class);
  }

  /** Has something done whenever a read fails. */
  static void uponFailure(Runnable action) {
    uponFailure = action;
  }

  /** How often files were opened since {@link #failing}. */
  static int opened() {
    return OPENED.get();
  }

  @Override
  public String getScheme() {
    return "flaky";
  }

  @Override
  public URI getUri() {
    return URI.create("flaky:///");
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    OPENED.incrementAndGet();
    FSDataInputStream sound = super.open(path, bufferSize);
    return path.getName().contains("flaky") ? new FSDataInputStream(new Flaky(sound)) : sound;
  }

  /** Takes bytes from the disk before it fails, as a broken connection does. */
  private static final class Flaky extends FSInputStream {
    private final FSDataInputStream sound;

    Flaky(FSDataInputStream sound) {
      this.sound = sound;
    }

    @Override
    public int read() throws IOException {
      return sound.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = sound.read(bytes, offset, length);
      if (sound.getPos() > SOUND_BYTES && FAILURES.getAndUpdate(n -> Math.max(n - 1, 0)) > 0) {
        uponFailure.run();
        throw new IOException(MESSAGE);
      }
      return read;
    }

    @Override
    public void seek(long position) throws IOException {
      sound.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return sound.getPos();
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }

    @Override
    public void close() throws IOException {
      sound.close();
    }
  }
}
