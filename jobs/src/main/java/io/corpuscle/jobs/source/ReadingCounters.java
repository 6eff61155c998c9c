package io.corpuscle.jobs.source;

import io.corpuscle.schemas.DocumentRow;
import io.corpuscle.schemas.ReadingRow;
import io.corpuscle.schemas.WindowRow;
import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What has been read. In a task these count what the task has read, and Spark sends them to the
 * driver with every heartbeat and at the task's end, where {@link ReadingProgress} adds them up.
 */
record ReadingCounters(LongAccumulator documents, LongAccumulator failed, LongAccumulator tokens)
    implements Serializable {
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
    if (row instanceof WindowRow window) {
      tokens.add(window.window().tokens());
    } else if (row instanceof DocumentRow document) {
      documents.add(1);
      failed.add(document.failure().isPresent() ? 1 : 0);
    }
  }
}
