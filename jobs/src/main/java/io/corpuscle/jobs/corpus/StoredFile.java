package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file of the corpus where it is stored. */
record StoredFile(CorpusFile file, Configuration hadoop) {

  FSDataInputStream open() throws IOException {
    return system().open(path());
  }

  /**
   * Demands that it is the file that was scanned, so that the offsets found in it hold.
   *
   * @throws DocumentException if it has changed since
   */
  void requireUnchanged() throws IOException {
    FileStatus now = system().getFileStatus(path());
    if (now.getLen() != file.bytes() || now.getModificationTime() != file.modified()) {
      throw new DocumentException(
          Fault.UNREADABLE,
          String.format(
              Locale.ROOT,
              "%s changed after it was scanned: %,d bytes (modified at %d) then, %,d (%d) now. Run again to read it as it is.",
              file.uri(),
              file.bytes(),
              file.modified(),
              now.getLen(),
              now.getModificationTime()));
    }
  }

  private Path path() {
    return new Path(URI.create(file.uri()));
  }

  private FileSystem system() throws IOException {
    return path().getFileSystem(hadoop);
  }
}
