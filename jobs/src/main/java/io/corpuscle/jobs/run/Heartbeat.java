package io.corpuscle.jobs.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells others that a run is being made: an empty file in its folder, written anew again and again.
 * Of a run whose file has grown old, nobody is left to finish or remove it.
 */
final class Heartbeat implements AutoCloseable {
  /** The Hadoop setting that says how old is old. */
  static final String DEAD_AFTER = "corpuscle.run.dead.after";

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final String FILE = "_alive";
  private static final long DEFAULT_SECONDS = 300;
  private static final int BEATS = 10;

  private final FileSystem files;
  private final Path file;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "corpuscle-heartbeat");
            thread.setDaemon(true);
            return thread;
          });

  /** Beats until it is closed. */
  Heartbeat(FileSystem files, Path run) {
    this.files = files;
    this.file = new Path(run, FILE);
    long period = deadAfter(files.getConf()).toMillis() / BEATS;
    clock.scheduleAtFixedRate(this::beat, 0, Math.max(1, period), TimeUnit.MILLISECONDS);
  }

  /** After which time without a beat a run is dead. */
  static Duration deadAfter(Configuration hadoop) {
    return Duration.ofMillis(
        hadoop.getTimeDuration(
            DEAD_AFTER, TimeUnit.SECONDS.toMillis(DEFAULT_SECONDS), TimeUnit.MILLISECONDS));
  }

  /** Whether somebody is at work on a run, and says so in a folder. */
  static boolean isBeating(FileSystem files, Path run) throws IOException {
    return files.exists(new Path(run, FILE)) && !isDead(files, run, Instant.EPOCH);
  }

  /**
   * Whether nobody is at work on a run any more. A folder's own time is no sign of life: object
   * stores have none.
   *
   * @param run the folder it beats in, which need not be there
   * @param began when the run began, for one that has not beaten yet
   */
  static boolean isDead(FileSystem files, Path run, Instant began) throws IOException {
    long alive = began.toEpochMilli();
    try {
      FileStatus beat = files.getFileStatus(new Path(run, FILE));
      alive = Math.max(alive, beat.getModificationTime());
    } catch (FileNotFoundException e) {
      LOG.debug("There is no sign of life in {}", run);
    }
    return System.currentTimeMillis() - alive > deadAfter(files.getConf()).toMillis();
  }

  private void beat() {
    try {
      files.create(file, true).close();
    } catch (IOException | RuntimeException e) {
      LOG.debug("{} could not be written", file, e);
    }
  }

  /** Beats no more; the file goes with its folder. */
  @Override
  public void close() {
    clock.shutdown();
    try {
      if (!clock.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.debug("{} is still being written", file);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
