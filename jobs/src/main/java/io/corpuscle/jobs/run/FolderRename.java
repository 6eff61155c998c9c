package io.corpuscle.jobs.run;

import java.io.IOException;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What renaming a folder is on a file system: one act, or a copy of every object below it. */
final class FolderRename {
  private FolderRename() {}

  /**
   * Whether a folder gets its new name with all that is in it, or keeps the old one.
   *
   * <p>No file system says so of itself. One that has permissions has folders that are things, with
   * permissions of their own, and can give one another name: HDFS, local disks, Azure with its
   * hierarchical namespace. One without them has names of objects that happen to share a beginning;
   * so has, for all we know, one that says nothing.
   */
  static boolean isAtomic(FileSystem files, Path folder) throws IOException {
    return files.hasPathCapability(folder, CommonPathCapabilities.FS_PERMISSIONS);
  }
}
