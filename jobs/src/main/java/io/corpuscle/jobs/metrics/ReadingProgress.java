package io.corpuscle.jobs.metrics;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How far the scans of a session are, for who waits for them. Register it with {@code
 * spark.sparkContext().addSparkListener}; running tasks report with every heartbeat ({@code
 * spark.executor.heartbeatInterval}), ended ones at once.
 */
public final class ReadingProgress extends SparkListener {
  /** What tasks that run have reported. */
  private final Map<Long, Counts> running = new HashMap<>();

  private Counts ended = Counts.NONE;
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

    Counts plus(Counts other) {
      return new Counts(documents + other.documents, failed + other.failed, tokens + other.tokens);
    }

    Counts with(Iterable<AccumulableInfo> updates) {
      Counts counts = this;
      for (AccumulableInfo update : CollectionConverters.asJava(updates)) {
        if (update.update().isDefined()) {
          counts = counts.with(update);
        }
      }
      return counts;
    }

    private Counts with(AccumulableInfo update) {
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
    Counts all = running.values().stream().reduce(ended, Counts::plus);
    return new Snapshot(
        all.documents(), all.failed(), all.tokens(), documentsPlanned, tokensPlanned);
  }

  @Override
  public synchronized void onOtherEvent(SparkListenerEvent event) {
    if (event instanceof ReadingPlanned planned) {
      documentsPlanned += planned.documents();
      tokensPlanned += planned.tokens();
    }
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart start) {
    running.put(start.taskInfo().taskId(), Counts.NONE);
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    // A heartbeat may come late: what a task that has ended came to is known better.
    CollectionConverters.asJava(update.accumUpdates())
        .forEach(
            task ->
                running.computeIfPresent((Long) task._1(), (id, counts) -> counts.with(task._4())));
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    running.remove(end.taskInfo().taskId());
    // Of one that failed, another attempt reads the same again.
    if (end.reason() == Success$.MODULE$) {
      ended = ended.plus(Counts.NONE.with(end.taskInfo().accumulables()));
    }
  }
}
