package io.corpuscle.jobs.faults;

import java.io.IOException;
import java.net.URI;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;

/**
 * S3 as a JVM reaches it that dies at a moment it is told: before an object is moved or removed.
 */
public final class MortalS3AFileSystem extends S3AFileSystem {
  /** The setting that says when: a pattern of {@code rename <path>} or {@code delete <path>}. */
  static final String WHEN = "mortal.when";

  private Pattern when = Pattern.compile("$.");

  @Override
  public void initialize(URI uri, Configuration conf) throws IOException {
    super.initialize(uri, conf);
    when = Pattern.compile(conf.get(WHEN));
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    dieAt("rename " + from);
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    dieAt("delete " + path);
    return super.delete(path, recursive);
  }

  private void dieAt(String moment) {
    if (when.matcher(moment).find()) {
      // Neither hooks nor finally blocks: what is not in the store by now never will be.
      Runtime.getRuntime().halt(137);
    }
  }
}
