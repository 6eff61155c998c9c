package io.corpuscle.jobs.journal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.TaskContext;

/**
 * Whether a task is told to stop: by Spark, or by the end of its JVM, which a signal may have
 * begun. The end is held up until the task has written down how far it is.
 */
public final class TaskStop implements AutoCloseable {
  /** Before Spark's own hook, which ends the executor, and Hadoop's, which closes file systems. */
  private static final int FIRST = FileSystem.SHUTDOWN_HOOK_PRIORITY + 100;

  private static final int SECONDS = 30;

  private final TaskContext context;
  private final ShutdownHookManager hooks = ShutdownHookManager.get();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread hook = new Thread(this::await, "corpuscle-task-stop");
  private boolean seen;

  /** Watches until it is closed. */
  public TaskStop(TaskContext context) {
    this.context = context;
    if (!hooks.isShutdownInProgress()) {
      hooks.addShutdownHook(hook, FIRST, SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Whether the task is to stop. */
  public boolean requested() {
    seen = seen || context.isInterrupted() || hooks.isShutdownInProgress();
    return seen;
  }

  /** Ends the task if {@link #requested} has said so. */
  public void stopIfSeen() {
    if (seen) {
      context.killTaskIfInterrupted();
      throw new IllegalStateException(
          "The JVM was told to end. The task can be taken up again where its journal ends.");
    }
  }

  private void await() {
    try {
      if (!stopped.await(SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("A task did not stop within " + SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The task has stopped. */
  @Override
  public void close() {
    stopped.countDown();
    if (!hooks.isShutdownInProgress()) {
      hooks.removeShutdownHook(hook);
    }
  }
}
