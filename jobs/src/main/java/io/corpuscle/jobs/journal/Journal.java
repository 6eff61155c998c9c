package io.corpuscle.jobs.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of segments, each written once by one attempt of a task. A name says whose it is: {@code
 * <job>-<scan>-<task>-<attempt>-<number>.segment}.
 */
public final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final String SUFFIX = ".segment";

  private final FileSystem files;
  private final Path folder;
  private final String job;

  private Journal(FileSystem files, Path folder, String job) {
    this.files = files;
    this.folder = folder;
    this.job = job;
  }

  /**
   * The journal of some settings; its folder need not be there.
   *
   * @throws UncheckedIOException if its file system cannot be reached
   */
  public static Journal of(JournalSettings settings, Configuration hadoop) {
    Path folder = new Path(settings.path());
    try {
      return new Journal(folder.getFileSystem(hadoop), folder, settings.job());
    } catch (IOException e) {
      throw new UncheckedIOException("The journal " + folder + " cannot be reached", e);
    }
  }

  /**
   * Everything that was written and can be read, whichever job wrote it. What is damaged is left
   * out; a journal that cannot be read costs time, and is no reason to fail.
   */
  public List<Entry> entries() {
    return entries(name -> true);
  }

  /** What attempts of one task of a scan have written. */
  List<Entry> entries(String scan, int task) {
    String prefix = job + "-" + scan + "-" + task + "-";
    return entries(name -> name.startsWith(prefix));
  }

  private List<Entry> entries(Predicate<String> wanted) {
    List<Entry> entries = new ArrayList<>();
    for (FileStatus segment : segments()) {
      String name = segment.getPath().getName();
      if (wanted.test(name)) {
        try (FSDataInputStream in = files.open(segment.getPath())) {
          entries.addAll(Segment.entries(in, name));
        } catch (IOException e) {
          LOG.warn("The journal's {} is left out: {}", segment.getPath(), e.getMessage());
        }
      }
    }
    return entries;
  }

  private List<FileStatus> segments() {
    try {
      List<FileStatus> segments = new ArrayList<>();
      for (FileStatus status : files.listStatus(folder)) {
        if (status.isFile() && status.getPath().getName().endsWith(SUFFIX)) {
          segments.add(status);
        }
      }
      return segments;
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      LOG.warn("The journal {} cannot be listed: {}", folder, e.getMessage());
      return List.of();
    }
  }

  /** Writes a segment under a name that nobody else uses. */
  void write(SegmentName name, Segment segment) throws IOException {
    Path path = new Path(folder, job + "-" + name + SUFFIX);
    try (FSDataOutputStream out = files.create(path, false)) {
      segment.write(out);
    } catch (IOException | RuntimeException e) {
      // Not to be taken for one later; if even that fails, its checksums tell.
      deleteQuietly(path);
      throw e;
    }
  }

  private void deleteQuietly(Path path) {
    try {
      files.delete(path, false);
    } catch (IOException e) {
      LOG.debug("{} stays behind", path, e);
    }
  }

  /** Opens a segment. */
  FSDataInputStream open(String segment) throws IOException {
    return files.open(new Path(folder, segment));
  }

  /**
   * Removes what the job has written, now that its run is committed, and what any job has left
   * behind for longer than it may lie. What cannot be removed stays, and is no reason to fail.
   */
  public void clean(Duration keep) {
    long oldest = System.currentTimeMillis() - keep.toMillis();
    for (FileStatus segment : segments()) {
      boolean own = segment.getPath().getName().startsWith(job + "-");
      if (own || segment.getModificationTime() < oldest) {
        deleteQuietly(segment.getPath());
      }
    }
    try {
      if (files.exists(folder) && files.listStatus(folder).length == 0) {
        files.delete(folder, false);
      }
    } catch (IOException e) {
      LOG.debug("{} stays behind", folder, e);
    }
  }
}
