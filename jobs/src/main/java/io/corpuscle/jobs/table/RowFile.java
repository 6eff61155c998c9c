package io.corpuscle.jobs.table;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that one attempt of a task copies rows to; created with the first. */
final class RowFile implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(RowFile.class);

  private final Path path;
  private final Configuration hadoop;
  private Optional<FSDataOutputStream> out = Optional.empty();

  RowFile(String path, Configuration hadoop) {
    this.path = new Path(path);
    this.hadoop = hadoop;
  }

  /** Where it is. */
  String path() {
    return path.toString();
  }

  /**
   * Writes a row behind those that are there.
   *
   * @return where in the file its header begins
   * @throws UncheckedIOException if it cannot be written
   */
  long append(byte[] header, byte[] content) {
    try {
      if (out.isEmpty()) {
        FileSystem files = path.getFileSystem(hadoop);
        out = Optional.of(files.create(path, false));
      }
      FSDataOutputStream stream = out.get();
      long offset = stream.getPos();
      stream.write(header);
      stream.write(content);
      return offset;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Ends it: what was written is there for all to read.
   *
   * @throws UncheckedIOException if it is not
   */
  @Override
  public void close() {
    try {
      if (out.isPresent()) {
        out.get().close();
        out = Optional.empty();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Ends it if it was not closed: nobody will read it. */
  void abandon() {
    try {
      close();
    } catch (UncheckedIOException e) {
      LOG.debug("{} was not closed", path, e);
    }
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("Rows could not be copied to " + path, e);
  }
}
