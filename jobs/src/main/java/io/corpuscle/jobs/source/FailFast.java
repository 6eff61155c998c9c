package io.corpuscle.jobs.source;

import java.util.Optional;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Ends a reading at the first task that met a document that failed. By itself Spark would begin the
 * task anew, up to {@code spark.task.maxFailures} times, and meet the same document.
 */
public final class FailFast extends SparkListener {
  private final SparkContext spark;

  /** Set by the one thread that Spark tells its listeners in. */
  private volatile Optional<DocumentFailedException> first = Optional.empty();

  private FailFast(SparkContext spark) {
    this.spark = spark;
  }

  /**
   * Does work that reads with {@link OnError#FAIL}.
   *
   * @throws DocumentFailedException if that is what ended it: the first that a task reported
   */
  public static void during(SparkContext spark, Runnable work) {
    FailFast listener = new FailFast(spark);
    spark.addSparkListener(listener);
    try {
      work.run();
    } catch (Exception e) { // Spark throws checked ones that it does not declare
      listener.first.or(() -> within(e)).ifPresent(failure -> rethrow(failure, e));
      throw e;
    } finally {
      spark.removeSparkListener(listener);
    }
  }

  private static void rethrow(DocumentFailedException failure, Exception job) {
    if (failure != job) {
      failure.addSuppressed(job);
    }
    throw failure;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.reason() instanceof ExceptionFailure failure && failure.exception().isDefined()) {
      Optional<DocumentFailedException> document = within(failure.exception().get());
      if (document.isPresent() && first.isEmpty()) {
        first = document;
        spark.cancelStage(end.stageId(), "a document failed and onError is fail");
      }
    }
  }

  private static Optional<DocumentFailedException> within(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof DocumentFailedException document) {
        return Optional.of(document);
      }
    }
    return Optional.empty();
  }
}
