package io.corpuscle.jobs.source;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How far the scans of a session are, for who waits for them. Register it with {@code
 * spark.sparkContext().addSparkListener}; running tasks report with every heartbeat ({@code
 * spark.executor.heartbeatInterval}), ended ones at once.
 */
public final class ReadingProgress extends SparkListener {
  private final Map<Long, Counts> byTask = new HashMap<>();
  private long documentsPlanned;
  private long tokensPlanned;

  /**
   * How far the scans are.
   *
   * @param documents documents read, failed ones included
   * @param failed documents that failed
   * @param tokens tokens read
   * @param documentsPlanned documents to read
   * @param tokensPlanned about how many tokens they have
   */
  public record Snapshot(
      long documents, long failed, long tokens, long documentsPlanned, long tokensPlanned) {}

  private record Counts(long documents, long failed, long tokens) {
    static final Counts NONE = new Counts(0, 0, 0);

    Counts with(AccumulableInfo update) {
      String name = update.name().getOrElse(() -> "");
      long value = update.update().get() instanceof Long count ? count : 0;
      return switch (name) {
        case ReadingCounters.DOCUMENTS -> new Counts(value, failed, tokens);
        case ReadingCounters.FAILED -> new Counts(documents, value, tokens);
        case ReadingCounters.TOKENS -> new Counts(documents, failed, value);
        default -> this;
      };
    }
  }

  /** What is known now; all zero before the first scan. */
  public synchronized Snapshot snapshot() {
    long documents = 0;
    long failed = 0;
    long tokens = 0;
    for (Counts counts : byTask.values()) {
      documents += counts.documents();
      failed += counts.failed();
      tokens += counts.tokens();
    }
    return new Snapshot(documents, failed, tokens, documentsPlanned, tokensPlanned);
  }

  @Override
  public synchronized void onOtherEvent(SparkListenerEvent event) {
    if (event instanceof ReadingPlanned planned) {
      documentsPlanned += planned.documents();
      tokensPlanned += planned.tokens();
    }
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    CollectionConverters.asJava(update.accumUpdates())
        .forEach(task -> record((Long) task._1(), task._4()));
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.reason() == Success$.MODULE$) {
      record(end.taskInfo().taskId(), end.taskInfo().accumulables());
    } else {
      // Another attempt reads the same again.
      byTask.remove(end.taskInfo().taskId());
    }
  }

  private void record(long task, Iterable<AccumulableInfo> updates) {
    Counts counts = byTask.getOrDefault(task, Counts.NONE);
    for (AccumulableInfo update : CollectionConverters.asJava(updates)) {
      if (update.update().isDefined()) {
        counts = counts.with(update);
      }
    }
    if (counts != Counts.NONE) {
      byTask.put(task, counts);
    }
  }
}
