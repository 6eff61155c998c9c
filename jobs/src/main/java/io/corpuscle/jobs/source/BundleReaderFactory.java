package io.corpuscle.jobs.source;

import io.corpuscle.jobs.metrics.ReadingCounters;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.util.SerializableConfiguration;

/** Makes the reader of a task, in the task. */
record BundleReaderFactory(
    ReadingTask task, SerializableConfiguration hadoop, ReadingCounters counters)
    implements PartitionReaderFactory {

  @Override
  public boolean supportColumnarReads(InputPartition partition) {
    return true;
  }

  @Override
  public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
    BundleRows rows =
        new BundleRows(task, hadoop.value(), ((BundlePartition) partition).documents());
    return new BundleReader(task, rows, counters, TaskContext.get());
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    throw new IllegalStateException("Rows come in columns; Spark was told so");
  }
}
