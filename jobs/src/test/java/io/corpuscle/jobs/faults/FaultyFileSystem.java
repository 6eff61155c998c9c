package io.corpuscle.jobs.faults;

import io.corpuscle.jobs.faults.Fault.What;
import io.corpuscle.jobs.faults.Fault.When;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk at {@code faulty:///}, on which things go wrong where the settings say. How often
 * a fault has occurred is kept in files, so that JVMs that follow one another count together.
 */
public final class FaultyFileSystem extends RawLocalFileSystem {
  private static final String FAULTS = "faulty.faults";
  private static final String MARKS = "faulty.marks";
  private static final long SLOW_MILLIS = 20;
  private static final long STUCK_MILLIS = 60_000;

  private final List<Fault> faults = new ArrayList<>();
  private java.nio.file.Path marks = java.nio.file.Path.of("");

  /** The Hadoop settings that make it so. */
  static Map<String, String> settings(List<Fault> faults, java.nio.file.Path marks) {
    return Map.of(
        "fs.faulty.impl",
        FaultyFileSystem.class.getName(),
        "fs.faulty.impl.disable.cache",
        "true",
        FAULTS,
        faults.stream().map(Fault::toString).collect(Collectors.joining(";")),
        MARKS,
        marks.toString());
  }

  @Override
  public void initialize(URI uri, Configuration conf) throws IOException {
    super.initialize(uri, conf);
    marks = java.nio.file.Path.of(conf.get(MARKS, ""));
    for (String fault : conf.get(FAULTS, "").split(";")) {
      if (!fault.isBlank()) {
        faults.add(Fault.parse(fault));
      }
    }
  }

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public URI getUri() {
    return URI.create("faulty:///");
  }

  private interface Operation<T> {
    T run() throws IOException;
  }

  /** Does it, with what is to go wrong with it. */
  private <T> T through(When when, Path path, Operation<T> operation) throws IOException {
    for (Fault fault : faults) {
      if (fault.when() == when && occurs(fault, path)) {
        if (fault.what() == What.FAIL_AFTER) {
          operation.run();
        }
        happen(fault, path);
      }
    }
    return operation.run();
  }

  /** Whether a fault is of this file and has not occurred as often as it may; counts it. */
  private boolean occurs(Fault fault, Path path) {
    if (!fault.path().matcher(path.toUri().getPath()).find()) {
      return false;
    }
    if (fault.times() == Fault.ALWAYS) {
      return true;
    }
    for (int time = 0; time < fault.times(); time++) {
      try {
        Files.createFile(marks.resolve("fault-" + faults.indexOf(fault) + "-" + time));
        return true;
      } catch (FileAlreadyExistsException e) {
        continue;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return false;
  }

  private static void happen(Fault fault, Path path) throws IOException {
    switch (fault.what()) {
      case KILL -> kill();
      case SLOW -> pause(SLOW_MILLIS);
      case STUCK -> pause(STUCK_MILLIS);
      case FULL -> throw new IOException("No space left on device");
      case FAIL, FAIL_AFTER ->
          throw new IOException("storage does not answer: " + fault.when() + " of " + path);
    }
  }

  /** As the kernel does it: no hook runs, no buffer is written. */
  private static void kill() throws IOException {
    new ProcessBuilder("kill", "-KILL", Long.toString(ProcessHandle.current().pid())).start();
    try {
      TimeUnit.MINUTES.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("SIGKILL did not kill");
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return new FSDataInputStream(new FaultyInput(path, super.open(path, bufferSize)));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return faulty(
        path,
        () ->
            super.create(
                path, permission, overwrite, bufferSize, replication, blockSize, progress));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return faulty(
        path, () -> super.create(path, overwrite, bufferSize, replication, blockSize, progress));
  }

  private FSDataOutputStream faulty(Path path, Operation<FSDataOutputStream> create)
      throws IOException {
    FSDataOutputStream out = through(When.CREATE, path, create);
    return new FSDataOutputStream(new FaultyOutput(path, out), null);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    boolean renamed = through(When.BEFORE_RENAME, from, () -> super.rename(from, to));
    return through(When.AFTER_RENAME, from, () -> renamed);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return through(When.DELETE, path, () -> super.delete(path, recursive));
  }

  private final class FaultyInput extends FSInputStream {
    private final Path path;
    private final FSDataInputStream sound;

    FaultyInput(Path path, FSDataInputStream sound) {
      this.path = path;
      this.sound = sound;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      long before = sound.getPos();
      int read = sound.read(bytes, offset, length);
      for (Fault fault : faults) {
        if (fault.when() == When.READ
            && before <= fault.at()
            && fault.at() < sound.getPos()
            && occurs(fault, path)) {
          happen(fault, path);
        }
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

  private final class FaultyOutput extends FilterOutputStream {
    private final Path path;
    private long position;

    FaultyOutput(Path path, OutputStream sound) {
      super(sound);
      this.path = path;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      for (Fault fault : faults) {
        if (fault.when() == When.WRITE
            && position <= fault.at()
            && fault.at() < position + length
            && occurs(fault, path)) {
          // What came before is on the disk by then.
          out.write(bytes, offset, (int) (fault.at() - position));
          out.flush();
          happen(fault, path);
          out.write(
              bytes,
              offset + (int) (fault.at() - position),
              length - (int) (fault.at() - position));
          position += length;
          return;
        }
      }
      out.write(bytes, offset, length);
      position += length;
    }

    @Override
    public void close() throws IOException {
      try {
        through(When.CLOSE, path, () -> true);
      } finally {
        out.close();
      }
    }
  }
}
