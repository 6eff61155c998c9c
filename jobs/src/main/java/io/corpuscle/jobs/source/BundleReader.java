package io.corpuscle.jobs.source;

import io.corpuscle.jobs.metrics.ReadingCounters;
import io.corpuscle.jobs.metrics.ReadingEvents;
import io.corpuscle.schemas.ArrowBatch;
import io.corpuscle.schemas.Column;
import io.corpuscle.schemas.ReadingRow;
import io.corpuscle.schemas.RowKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.util.ArrowUtils;
import org.apache.spark.sql.vectorized.ArrowColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * The rows of a bundle in batches. A batch is small, for a row takes far longer to read than to
 * hand on, and who stops after the first ones should not wait for many; its memory is given back
 * when the next one is asked for, and the last one's when the task ends.
 */
final class BundleReader implements PartitionReader<ColumnarBatch> {
  private static final int BATCH_ROWS = 32;

  private final List<Column> columns;
  private final Set<RowKind> kinds;
  private final BundleRows rows;
  private final ReadingCounters counters;
  private final ReadingEvents events;
  private final TaskContext context;
  private final BufferAllocator allocator;
  private final long started = System.nanoTime();
  private ArrowBatch batch;

  BundleReader(
      ReadingTask task,
      BundleRows rows,
      ReadingCounters counters,
      ReadingEvents events,
      TaskContext context) {
    this.columns = task.columns();
    this.kinds = task.table().kinds();
    this.rows = rows;
    this.counters = counters;
    this.events = events;
    this.context = context;
    this.allocator =
        ArrowUtils.rootAllocator()
            .newChildAllocator("corpuscle task " + context.taskAttemptId(), 0, Long.MAX_VALUE);
    this.batch = new ArrowBatch(columns, allocator);
  }

  @Override
  public boolean next() {
    batch.close();
    batch = new ArrowBatch(columns, allocator);
    while (batch.rows() < BATCH_ROWS) {
      context.killTaskIfInterrupted();
      Optional<ReadingRow> row = rows.next();
      if (row.isEmpty()) {
        break;
      }
      events.row(row.get());
      if (kinds.contains(row.get().kind())) {
        batch.add(row.get());
      }
    }
    return batch.rows() > 0;
  }

  @Override
  public ColumnarBatch get() {
    ColumnVector[] vectors =
        batch.vectors().stream().map(ArrowColumnVector::new).toArray(ColumnVector[]::new);
    return new ColumnarBatch(vectors, batch.rows());
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return ReadingMetrics.of(counters, (System.nanoTime() - started) / 1e9);
  }

  /** Spark calls this when the task ends, however it ends. */
  @Override
  public void close() {
    try {
      batch.close();
      allocator.close();
    } finally {
      rows.close();
    }
  }
}
