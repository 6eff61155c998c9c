package io.corpuscle.jobs.source;

import io.corpuscle.engine.reading.Measure;
import io.corpuscle.jobs.corpus.Corpus;
import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.incremental.Earlier;
import io.corpuscle.jobs.journal.DocumentKey;
import io.corpuscle.jobs.journal.Entry;
import io.corpuscle.jobs.journal.Journal;
import io.corpuscle.jobs.metrics.ReadingCounters;
import io.corpuscle.jobs.metrics.ReadingPlanned;
import io.corpuscle.jobs.models.ModelRef;
import io.corpuscle.jobs.table.StagedRows;
import io.corpuscle.schemas.Column;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * One reading of the documents for one query, on the driver. Two scans are equal if they read the
 * same, so that a query that needs one twice is given the rows of one.
 */
final class CorpuscleScan implements Scan, Batch {
  private final ReadOptions options;
  private final List<Column> columns;
  private final DocumentFilter filter;

  /** Names it among all scans, whose attempts write into the same journal. */
  private final String id = UUID.randomUUID().toString().replace("-", "");

  /** Made when the query runs: finding documents can take as long as reading the files once. */
  private Optional<ReadPlan> plan = Optional.empty();

  /** Known with the plan. */
  private EarlierRun earlier = EarlierRun.NONE;

  CorpuscleScan(ReadOptions options, List<Column> columns, DocumentFilter filter) {
    this.options = options;
    this.columns = List.copyOf(columns);
    this.filter = filter;
  }

  @Override
  public StructType readSchema() {
    return SparkSchema.of(columns);
  }

  @Override
  public String description() {
    return String.format(
        Locale.ROOT,
        "%s %s of %s [measures: %s] [documents: %s]",
        CorpuscleSource.NAME,
        options.table(),
        options.inputs(),
        measures().isEmpty() ? "none" : joined(measures()),
        filter.filters().isEmpty() ? "all" : joined(filter.filters()));
  }

  private static String joined(Collection<?> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** What has to be measured for the rows and their columns: nothing that nobody asked for. */
  private Set<Measure> measures() {
    Set<Measure> measures = EnumSet.noneOf(Measure.class);
    options.table().kinds().forEach(kind -> kind.measure().ifPresent(measures::add));
    columns.forEach(column -> column.measure().ifPresent(measures::add));
    return measures;
  }

  // Otherwise Spark makes the partitions, to ask each of them, whenever it looks at the plan.
  @Override
  public ColumnarSupportMode columnarSupportMode() {
    return ColumnarSupportMode.SUPPORTED;
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    List<ReadPlan.Bundle> bundles = plan().bundles();
    Map<String, List<Entry>> known = journal();
    InputPartition[] partitions = new InputPartition[bundles.size()];
    for (int i = 0; i < partitions.length; i++) {
      List<DocumentRef> documents = bundles.get(i).documents();
      partitions[i] = new BundlePartition(i, documents, of(documents, known), earlier(documents));
    }
    return partitions;
  }

  /** What was written down of documents before, by their keys. */
  private Map<String, List<Entry>> journal() {
    return options
        .journal()
        .map(settings -> Journal.of(settings, spark().hadoopConfiguration()).entries())
        .map(entries -> entries.stream().collect(Collectors.groupingBy(Entry::document)))
        .orElse(Map.of());
  }

  private List<Entry> of(List<DocumentRef> documents, Map<String, List<Entry>> known) {
    if (known.isEmpty()) {
      return List.of();
    }
    ReadingTask task = task();
    List<Entry> entries = new ArrayList<>();
    for (DocumentRef document : documents) {
      if (document instanceof DocumentRef.Openable openable) {
        ModelRef model = task.models().of(openable);
        String identity = task.identity(earlier.of(openable, model.name()));
        String key = DocumentKey.of(openable, model, identity);
        entries.addAll(known.getOrDefault(key, List.of()));
      }
    }
    return entries;
  }

  private Map<String, Earlier> earlier(List<DocumentRef> documents) {
    Map<String, Earlier> known = new HashMap<>();
    for (DocumentRef document : documents) {
      if (document instanceof DocumentRef.Openable openable) {
        Earlier found = earlier.of(openable, plan().models().of(openable).name());
        if (!found.equals(Earlier.NOTHING)) {
          known.put(document.docId(), found);
        }
      }
    }
    return known;
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    SparkContext spark = spark();
    spark.listenerBus().post(new ReadingPlanned(plan().documents(), plan().tokens()));
    return new BundleReaderFactory(
        id,
        task(),
        new SerializableConfiguration(spark.hadoopConfiguration()),
        ReadingCounters.register(spark));
  }

  private ReadingTask task() {
    return new ReadingTask(
        options.table().name(),
        columns.stream().map(Column::name).toList(),
        plan().models(),
        plan().engine(),
        options.windowTokens(),
        options.chunkTokens(),
        options.documentsTogether(),
        measures(),
        options.energy(),
        options.corpus().limits(),
        options.onError(),
        options.journal().orElse(null),
        options.incremental().orElse(null));
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return ReadingMetrics.supported();
  }

  private synchronized ReadPlan plan() {
    if (plan.isEmpty()) {
      SparkContext spark = spark();
      Configuration hadoop = spark.hadoopConfiguration();
      if (options.incremental().isPresent()) {
        earlier = EarlierRun.of(options.incremental().get(), SparkSession.active(), hadoop);
      }
      int cores = spark.defaultParallelism();
      ReadPlan made = ReadPlan.of(options, hadoop, cores, () -> input(hadoop), filter, earlier);
      made.failed().map(DocumentRows::neverRead).forEach(options.onError()::passed);
      plan = Optional.of(made);
    }
    return plan.get();
  }

  private Corpus input(Configuration hadoop) {
    return options
        .rows()
        .map(rows -> StagedRows.in(rows, SparkSession.active()))
        .orElseGet(() -> Corpus.scan(hadoop, options.inputs(), options.corpus()));
  }

  private static SparkContext spark() {
    return SparkSession.active().sparkContext();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CorpuscleScan scan
        && scan.options.equals(options)
        && scan.columns.equals(columns)
        && scan.filter.equals(filter);
  }

  @Override
  public int hashCode() {
    return Objects.hash(options, columns, filter);
  }
}
