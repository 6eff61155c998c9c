package io.corpuscle.jobs.metrics;

import io.corpuscle.jobs.journal.JournalEvents;
import io.corpuscle.schemas.DocumentRow;
import io.corpuscle.schemas.ReadingRow;
import io.corpuscle.schemas.RowKind;
import java.util.Optional;
import org.apache.spark.TaskContext;

/** What happens in a task, told to all who watch: counters, meters and the log. */
public final class ReadingEvents implements JournalEvents {
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
    if (row.kind() == RowKind.WINDOW) {
      counters.tokens(row.tokens());
      meters.tokens(row.tokens());
    } else if (row.kind() == RowKind.DOCUMENT) {
      document(row);
    }
  }

  private void document(ReadingRow row) {
    if (row.failed()) {
      counters.documentFailed();
      meters.documentFailed();
    } else {
      counters.documentRead();
      meters.documentRead();
    }
    if (row instanceof DocumentRow document) {
      document
          .failure()
          .ifPresentOrElse(f -> log.failed(document, f), () -> log.finished(document));
    }
  }

  @Override
  public void snapshotWritten() {
    counters.snapshotWritten();
    meters.snapshotWritten();
  }

  @Override
  public void resumed(long tokens) {
    counters.resumed(tokens);
    meters.resumed(tokens);
  }
}
