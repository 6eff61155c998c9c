package io.corpuscle.jobs.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkContext;

/**
 * Ctrl-C and SIGTERM while a job runs: its Spark jobs are cancelled, and the JVM waits until what
 * the job had begun is removed. The exit code stays the signal's, 130 or 143.
 */
final class StopSignal implements AutoCloseable {
  /** Before Spark's own hook, which stops the context, and Hadoop's, which closes file systems. */
  private static final int FIRST = FileSystem.SHUTDOWN_HOOK_PRIORITY + 100;

  private static final int SECONDS = 60;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final SparkContext spark;
  private final Thread hook = new Thread(this::stop, "corpuscle-stop");
  private volatile boolean received;

  /** Listens until it is closed. */
  StopSignal(SparkContext spark) {
    this.spark = spark;
    ShutdownHookManager.get().addShutdownHook(hook, FIRST, SECONDS, TimeUnit.SECONDS);
  }

  private void stop() {
    received = true;
    spark.cancelAllJobs();
    try {
      if (!finished.await(SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The job did not stop within " + SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the job was told to stop. */
  boolean received() {
    return received;
  }

  /** The job has ended, one way or the other, and nothing is left to clean up. */
  @Override
  public void close() {
    finished.countDown();
    if (!received) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
