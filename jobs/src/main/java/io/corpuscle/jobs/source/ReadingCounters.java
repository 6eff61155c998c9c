package io.corpuscle.jobs.source;

import io.corpuscle.jobs.journal.JournalEvents;
import io.corpuscle.schemas.ReadingRow;
import io.corpuscle.schemas.RowKind;
import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What has been read. In a task these count what the task has read, and Spark sends them to the
 * driver with every heartbeat and at the task's end, where {@link ReadingProgress} adds them up.
 */
record ReadingCounters(LongAccumulator documents, LongAccumulator failed, LongAccumulator tokens)
    implements JournalEvents, Serializable {
  static final String DOCUMENTS = "corpuscle documents";
  static final String FAILED = "corpuscle failed documents";
  static final String TOKENS = "corpuscle tokens";

  static ReadingCounters register(SparkContext spark) {
    return new ReadingCounters(
        spark.longAccumulator(DOCUMENTS),
        spark.longAccumulator(FAILED),
        spark.longAccumulator(TOKENS));
  }

  void count(ReadingRow row) {
    tokens.add(row.tokens());
    if (row.kind() == RowKind.DOCUMENT) {
      documents.add(1);
      failed.add(row.failed() ? 1 : 0);
    }
  }

  @Override
  public void snapshotWritten() {}

  @Override
  public void resumed(long tokens) {}
}
