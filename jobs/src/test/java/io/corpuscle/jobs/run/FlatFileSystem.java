package io.corpuscle.jobs.run;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The local disk, as little of a file system as an object store is: no permissions, no time of a
 * folder, and a folder that nobody should rename.
 */
public final class FlatFileSystem extends RawLocalFileSystem {

  @Override
  public String getScheme() {
    return "flat";
  }

  @Override
  public URI getUri() {
    return URI.create("flat:///");
  }

  @Override
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    return !capability.equals(CommonPathCapabilities.FS_PERMISSIONS)
        && super.hasPathCapability(path, capability);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (getFileStatus(from).isDirectory()) {
      throw new IOException("Every object below " + from + " would be copied");
    }
    return super.rename(from, to);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    FileStatus status = super.getFileStatus(path);
    long time = status.isDirectory() ? System.currentTimeMillis() : status.getModificationTime();
    return new FileStatus(
        status.getLen(), status.isDirectory(), 1, status.getBlockSize(), time, path);
  }
}
