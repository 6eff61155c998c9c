package io.corpuscle.jobs;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.corpuscle.engine.reading.Measure;
import io.corpuscle.jobs.journal.Journal;
import io.corpuscle.jobs.journal.JournalSettings;
import io.corpuscle.jobs.memory.JvmMemory;
import io.corpuscle.jobs.metrics.DocumentLog;
import io.corpuscle.jobs.run.ContentHash;
import io.corpuscle.jobs.run.ParquetTable;
import io.corpuscle.jobs.run.Run;
import io.corpuscle.jobs.run.RunManifest;
import io.corpuscle.jobs.run.RunTable;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.FailFast;
import io.corpuscle.jobs.source.MeasuredSpeeds;
import io.corpuscle.jobs.source.OnError;
import io.corpuscle.jobs.source.ReadOptions;
import io.corpuscle.jobs.table.InputSnapshot;
import io.corpuscle.jobs.table.RowCopy;
import io.corpuscle.jobs.table.SourceRows;
import io.corpuscle.jobs.table.TableSource;
import io.corpuscle.schemas.RowKind;
import io.corpuscle.schemas.Table;
import io.corpuscle.schemas.Tables;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** {@code corpuscle analyze conf/jobs/analyze-legal.yaml}: reads a corpus, writes its tables. */
public final class AnalyzeJob {
  /** Of fewer, most of the time goes by before the compiler has seen the hot loops. */
  private static final long LEAST_TOKENS_FOR_SPEED = 50_000;

  private final SparkSession spark;
  private final Configuration hadoop;
  private final AnalyzeConfig config;

  private AnalyzeJob(SparkSession spark, AnalyzeConfig config) {
    this.spark = spark;
    this.hadoop = spark.sessionState().newHadoopConf();
    this.config = config;
  }

  /**
   * Reads the documents, once, and commits a run.
   *
   * @throws ConfigException if the input holds no documents, or is a table that is not there or has
   *     no such columns
   * @throws ErrorBudgetException if more documents failed than {@code errorBudget} allows
   * @throws io.corpuscle.jobs.source.DocumentFailedException if one failed and {@code onError} is
   *     {@code fail}
   * @throws io.corpuscle.jobs.models.ModelException if there is no such model, or it is to count
   *     spikes and read in a precision that has none
   * @throws io.corpuscle.engine.checkpoint.CheckpointException if a model is damaged
   * @throws io.corpuscle.jobs.publish.PublishException if a run cannot be published; it stays
   *     committed, and the next run publishes it first
   * @throws io.corpuscle.jobs.memory.MemoryException if there is not the memory to read with them
   */
  public static Runs.Committed run(SparkSession spark, AnalyzeConfig config) {
    return new AnalyzeJob(spark, config).run();
  }

  private Runs.Committed run() {
    // A model that cannot be used, kernels that cannot run, and a lack of memory fail before
    // anything is written.
    Optional<SourceRows> rows = config.source().map(source -> SourceRows.of(source, spark));
    ModelsInUse models = ModelsInUse.open(hadoop, config);
    JvmMemory memory = JvmMemory.of(spark.sparkContext());
    models.memoryNeed(config, memory.tasks()).requireFits(memory);
    Runs runs = Runs.in(hadoop, config.output());
    runs.removeDead();
    RunPublishing publishing = RunPublishing.of(spark, config);
    publishing.begin(runs);
    List<Runs.Committed> earlier = runs.committed();
    IncrementalRun incremental = IncrementalRun.of(spark, config, models, earlier);
    try (Run run = Run.begin(hadoop, config.output())) {
      String snapshot = rows.map(table -> copy(table, run)).orElse("");
      stage(run, models.speeds(earlier), incremental); // the documents are read here, once
      Dataset<Row> documents = rows(run, RunTable.DOCUMENTS, incremental);
      RunManifest.Counts counts = counts(documents);
      new Quarantine(documents).requireWithin(config.errorBudget(), counts);
      write(run, RunTable.WINDOWS, rows(run, RunTable.WINDOWS, incremental), counts.windows());
      incremental.requireWhole(run, counts);
      write(run, RunTable.DOCUMENTS, documents, counts.documents());
      if (config.spikes()) {
        Dataset<Row> spikes = rows(run, RunTable.SPIKES, incremental);
        write(run, RunTable.SPIKES, spikes, spikes.count());
      }
      RunManifest manifest = manifest(run, models, snapshot, counts, incremental);
      run.commit(manifest); // the manifest, last
      config.journalSettings().ifPresent(this::clean);
      if (config.mode() == WriteMode.OVERWRITE) {
        earlier.forEach(runs::remove);
      }
      Runs.Committed committed = new Runs.Committed(run.folder(), manifest);
      incremental.clean(runs, committed);
      publishing.publish(runs, committed);
      return committed;
    }
  }

  /** What was read is in the run now, and need not be taken up again. */
  private void clean(JournalSettings journal) {
    Journal.of(journal, hadoop).clean(config.journal().keep());
  }

  /** Copies the rows of a table; which snapshot of it they were, if that is known. */
  private String copy(SourceRows rows, Run run) {
    TableSource source = config.source().orElseThrow();
    Optional<String> before = InputSnapshot.of(source, spark);
    RowCopy.of(rows, config.corpus(), run.rows(), hadoop);
    // What another has written meanwhile may have been read, or not.
    return before.equals(InputSnapshot.of(source, spark)) ? before.orElse("") : "";
  }

  private void stage(Run run, MeasuredSpeeds speeds, IncrementalRun incremental) {
    Dataset<Row> readings =
        spark
            .read()
            .format("corpuscle")
            .options(config.readingOptions())
            .options(incremental.options())
            .option(MeasuredSpeeds.OPTION, speeds.toJson())
            .options(rowsOf(run))
            .load(config.inputNames().toArray(String[]::new));
    // For the log of every task to say which run it belongs to.
    spark.sparkContext().setLocalProperty(DocumentLog.RUN_PROPERTY, run.id().text());
    Runnable stage = () -> ParquetTable.stage(readings.drop(unmeasured()), run.staged());
    try {
      if (config.onError() == OnError.FAIL) {
        FailFast.during(spark.sparkContext(), stage);
      } else {
        stage.run();
      }
    } finally {
      spark.sparkContext().setLocalProperty(DocumentLog.RUN_PROPERTY, null);
    }
  }

  private Map<String, String> rowsOf(Run run) {
    return config.source().isPresent() ? Map.of(ReadOptions.ROWS, run.rows()) : Map.of();
  }

  /** Columns that would be empty; without them, nothing is measured for them. */
  private String[] unmeasured() {
    Set<Measure> measures = config.measures();
    return config.readingTable().columns().stream()
        .filter(column -> !measures.containsAll(column.measure().stream().toList()))
        .map(io.corpuscle.schemas.Column::name)
        .toArray(String[]::new);
  }

  private Dataset<Row> staged(Run run, Table table) {
    RowKind kind = table.kinds().iterator().next();
    Dataset<Row> staged = spark.read().parquet(run.staged());
    List<String> present = Arrays.asList(staged.columns());
    Column[] columns =
        table.columns().stream()
            .map(io.corpuscle.schemas.Column::name)
            .filter(present::contains)
            .map(functions::col)
            .toArray(Column[]::new);
    return staged.where(col("kind").equalTo(kind.toString())).select(columns);
  }

  /** Those that were read, and those that an earlier run has. */
  private Dataset<Row> rows(Run run, RunTable table, IncrementalRun incremental) {
    return incremental.all(run, table, staged(run, table.table()));
  }

  private static void write(Run run, RunTable table, Dataset<Row> rows, long count) {
    ParquetTable.write(rows, count, table.keys(), run.unfinishedTable(table.toString()));
  }

  private RunManifest.Counts counts(Dataset<Row> documents) {
    Row row =
        documents
            .agg(
                count(lit(1)),
                count_if(col("status").equalTo("failed")),
                total("windows"),
                total("tokens"),
                total("bytes"))
            .first();
    RunManifest.Counts counts =
        new RunManifest.Counts(
            row.getLong(0), row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
    if (counts.documents() == 0) {
      throw new ConfigException(
          "The input holds no documents: " + String.join(", ", config.inputNames()) + ".");
    }
    return counts;
  }

  private static Column total(String column) {
    return coalesce(sum(col(column)), lit(0L)).cast("long");
  }

  private RunManifest manifest(
      Run run,
      ModelsInUse models,
      String inputSnapshot,
      RunManifest.Counts counts,
      IncrementalRun incremental) {
    return new RunManifest(
        run.id().text(),
        Version.text(),
        models.kernels(),
        models.precisions(),
        run.started().truncatedTo(ChronoUnit.SECONDS).toString(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        config.toMap(),
        models.fingerprints(),
        speeds(run, models),
        inputSnapshot,
        counts,
        incremental.reading(),
        incremental.changes(run),
        contentHash(run));
  }

  /**
   * Those of models that have read long enough for it to say something; of two that rows call by
   * one name there is none.
   */
  private SortedMap<String, Double> speeds(Run run, ModelsInUse models) {
    Map<String, Double> byRowName = new HashMap<>();
    staged(run, Tables.DOCUMENTS)
        .where(col("model").isNotNull().and(col("tokens").gt(0)).and(col("seconds").gt(0)))
        .groupBy("model")
        .agg(sum("tokens").divide(sum("seconds")), sum("tokens"))
        .collectAsList()
        .stream()
        .filter(row -> row.getLong(2) >= LEAST_TOKENS_FOR_SPEED)
        .forEach(row -> byRowName.put(row.getString(0), row.getDouble(1)));
    SortedMap<String, Double> speeds = new TreeMap<>();
    models
        .byRowName()
        .forEach(
            (rowName, names) -> {
              Double speed = byRowName.get(rowName);
              if (speed != null && names.size() == 1) {
                speeds.put(names.get(0), speed);
              }
            });
    return speeds;
  }

  /** Of what was written, as it is read again. */
  private String contentHash(Run run) {
    return ContentHash.of(
        config.runTables(), table -> spark.read().parquet(run.unfinishedTable(table.toString())));
  }
}
