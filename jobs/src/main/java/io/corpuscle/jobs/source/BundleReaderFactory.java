package io.corpuscle.jobs.source;

import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.jobs.journal.JournalEvents;
import io.corpuscle.jobs.journal.JournalSettings;
import io.corpuscle.jobs.journal.TaskJournal;
import io.corpuscle.jobs.journal.TaskStop;
import io.corpuscle.jobs.metrics.ReadingCounters;
import io.corpuscle.jobs.metrics.ReadingEvents;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Makes the reader of a task, in the task.
 *
 * @param scan names the scan among all there are
 */
record BundleReaderFactory(
    String scan, ReadingTask task, SerializableConfiguration hadoop, ReadingCounters counters)
    implements PartitionReaderFactory {

  @Override
  public boolean supportColumnarReads(InputPartition partition) {
    return true;
  }

  @Override
  public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
    TaskContext context = TaskContext.get();
    BundlePartition bundle = (BundlePartition) partition;
    TaskStop stop = new TaskStop(context);
    ReadingEvents events = ReadingEvents.of(counters, context);
    Optional<TaskJournal> journal =
        Optional.ofNullable(task.journal())
            .map(settings -> journal(settings, bundle, stop, events));
    Optional<BundleComparison> comparison =
        Optional.ofNullable(task.incremental())
            .map(
                settings ->
                    new BundleComparison(settings, bundle.earlier(), hadoop.value(), engine()));
    BundleRows rows =
        new BundleRows(task, hadoop.value(), bundle.documents(), journal, comparison, stop);
    return new BundleReader(task, rows, counters, events, context);
  }

  private TaskJournal journal(
      JournalSettings settings, BundlePartition bundle, TaskStop stop, JournalEvents events) {
    TaskContext context = TaskContext.get();
    Configuration configuration = hadoop.value();
    boolean first = context.attemptNumber() == 0 && context.stageAttemptNumber() == 0;
    return new TaskJournal(
        settings,
        configuration,
        new TaskJournal.Attempt(scan, bundle.number(), context.taskAttemptId(), first),
        new TaskJournal.Context(engine(), task.columns(), bundle.journal()),
        stop::requested,
        events);
  }

  /** What reads here. */
  private String engine() {
    Kernels kernels = KernelSelection.onClassPath().choose(task.engine().kernels());
    return kernels.name() + ", " + kernels.instructionSet();
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    throw new IllegalStateException("Rows come in columns; Spark was told so");
  }
}
