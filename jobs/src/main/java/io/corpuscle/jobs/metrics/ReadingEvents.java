package io.corpuscle.jobs.metrics;

import io.corpuscle.schemas.DocumentRow;
import io.corpuscle.schemas.ReadingRow;
import io.corpuscle.schemas.WindowRow;
import java.util.Optional;
import org.apache.spark.TaskContext;

/** What happens in a task, told to all who watch: counters, meters and the log. */
public final class ReadingEvents {
  private final ReadingCounters counters;
  private final ReadingMeters meters;
  private final DocumentLog log;

  private ReadingEvents(ReadingCounters counters, ReadingMeters meters, DocumentLog log) {
    this.counters = counters;
    this.meters = meters;
    this.log = log;
  }

  /** Those of a task, for the task's own thread. */
  public static ReadingEvents of(ReadingCounters counters, TaskContext task) {
    return new ReadingEvents(
        counters,
        ReadingMeters.ofExecutor(),
        new DocumentLog(Optional.ofNullable(task.getLocalProperty(DocumentLog.RUN_PROPERTY))));
  }

  /** A row was read. */
  public void row(ReadingRow row) {
    if (row instanceof WindowRow window) {
      counters.tokens(window.window().tokens());
      meters.tokens(window.window().tokens());
    } else if (row instanceof DocumentRow document) {
      document(document);
    }
  }

  private void document(DocumentRow document) {
    if (document.failure().isPresent()) {
      counters.documentFailed();
      meters.documentFailed();
      log.failed(document, document.failure().get());
    } else {
      counters.documentRead();
      meters.documentRead();
      log.finished(document);
    }
  }

  /** How far a document has been read was written down. */
  public void snapshotWritten() {
    counters.snapshotWritten();
    meters.snapshotWritten();
  }

  /**
   * A document is read on from a snapshot.
   *
   * @param tokens how many of its tokens need not be read again
   */
  public void resumed(long tokens) {
    counters.resumed(tokens);
    meters.resumed(tokens);
  }
}
