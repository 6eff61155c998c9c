package io.corpuscle.jobs.metrics;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What has been read. In a task these count what the task has read, and Spark sends them to the
 * driver with every heartbeat and at the task's end, where {@link ReadingProgress} adds them up.
 *
 * @param documents documents read, failed ones included
 * @param failed documents that failed
 * @param tokens tokens read
 * @param snapshots snapshots written
 * @param resumedTokens tokens that were not read again, for a snapshot knew what came of them
 */
public record ReadingCounters(
    LongAccumulator documents,
    LongAccumulator failed,
    LongAccumulator tokens,
    LongAccumulator snapshots,
    LongAccumulator resumedTokens)
    implements Serializable {
  static final String DOCUMENTS = "corpuscle documents";
  static final String FAILED = "corpuscle failed documents";
  static final String TOKENS = "corpuscle tokens";
  private static final String SNAPSHOTS = "corpuscle snapshots";
  private static final String RESUMED_TOKENS = "corpuscle resumed tokens";

  /** Those of a scan. */
  public static ReadingCounters register(SparkContext spark) {
    return new ReadingCounters(
        spark.longAccumulator(DOCUMENTS),
        spark.longAccumulator(FAILED),
        spark.longAccumulator(TOKENS),
        spark.longAccumulator(SNAPSHOTS),
        spark.longAccumulator(RESUMED_TOKENS));
  }

  void documentRead() {
    documents.add(1);
  }

  void documentFailed() {
    documents.add(1);
    failed.add(1);
  }

  void tokens(long count) {
    tokens.add(count);
  }

  void snapshotWritten() {
    snapshots.add(1);
  }

  void resumed(long count) {
    resumedTokens.add(count);
  }
}
