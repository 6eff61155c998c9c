package io.corpuscle.jobs;

import static org.apache.spark.sql.functions.col;

import io.corpuscle.jobs.incremental.IncrementalSettings;
import io.corpuscle.jobs.incremental.SavedStates;
import io.corpuscle.jobs.run.Run;
import io.corpuscle.jobs.run.RunManifest;
import io.corpuscle.jobs.run.RunTable;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.IncrementalOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run with {@code mode: incremental} takes from the run before it; any other, nothing. */
final class IncrementalRun {
  private static final Logger LOG = LoggerFactory.getLogger(IncrementalRun.class);
  private static final String GONE = "gone";

  private final SparkSession spark;
  private final Configuration hadoop;
  private final String reading;

  /** None if the run is not incremental. */
  private final Optional<IncrementalSettings> settings;

  /** None if there is no run that it can go on from. */
  private final Optional<Runs.Committed> earlier;

  private IncrementalRun(
      SparkSession spark,
      String reading,
      Optional<IncrementalSettings> settings,
      Optional<Runs.Committed> earlier) {
    this.spark = spark;
    this.hadoop = spark.sessionState().newHadoopConf();
    this.reading = reading;
    this.settings = settings;
    this.earlier = earlier;
  }

  /**
   * Finds the run that it goes on from: the latest one that was read in the same way.
   *
   * @param runs those of the output, the oldest first
   */
  static IncrementalRun of(
      SparkSession spark, AnalyzeConfig config, ModelsInUse models, List<Runs.Committed> runs) {
    String reading = ReadingFingerprint.of(config, models);
    if (config.mode() != WriteMode.INCREMENTAL) {
      return new IncrementalRun(spark, reading, Optional.empty(), Optional.empty());
    }
    Optional<Runs.Committed> earlier =
        runs.stream()
            .filter(run -> run.manifest().reading().equals(reading))
            .reduce((older, newer) -> newer);
    earlier.ifPresentOrElse(
        run -> LOG.info("The run goes on from {}", run.folder()),
        () ->
            LOG.info(
                "None of the {} runs in {} was read in the same way: all documents are read",
                runs.size(),
                config.output()));
    return new IncrementalRun(
        spark, reading, Optional.of(config.incrementalSettings(reading, earlier)), earlier);
  }

  /** Names all that decides the run's rows beside its documents. */
  String reading() {
    return reading;
  }

  /** What the data source is told. */
  Map<String, String> options() {
    return settings.map(IncrementalOptions::of).orElse(Map.of());
  }

  /**
   * All rows of a table.
   *
   * @param read those that were read
   */
  Dataset<Row> all(Run run, RunTable table, Dataset<Row> read) {
    return carried(run).map(rows -> rows.with(read, table)).orElse(read);
  }

  private Optional<CarriedRows> carried(Run run) {
    return earlier.map(from -> new CarriedRows(spark, from, spark.read().parquet(run.staged())));
  }

  /**
   * Demands as many windows as documents say they have.
   *
   * @throws IllegalStateException if there are others
   */
  void requireWhole(Run run, RunManifest.Counts counts) {
    long windows = written(run, RunTable.WINDOWS).count();
    if (windows != counts.windows()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "Run %s has %,d windows and its documents say %,d%s",
              run.id(),
              windows,
              counts.windows(),
              earlier
                  .map(
                      from ->
                          ". The run before it, " + from.folder() + ", is not whole: remove it.")
                  .orElse(".")));
    }
  }

  /** How many documents are new, unchanged and so on, once they have been written. */
  SortedMap<String, Long> changes(Run run) {
    SortedMap<String, Long> changes = new TreeMap<>();
    if (settings.isEmpty()) {
      return changes;
    }
    Dataset<Row> documents = written(run, RunTable.DOCUMENTS);
    documents
        .where(col("change").isNotNull())
        .groupBy("change")
        .count()
        .collectAsList()
        .forEach(row -> changes.put(row.getString(0), row.getLong(1)));
    carried(run).map(rows -> rows.gone(documents)).ifPresent(gone -> changes.put(GONE, gone));
    return changes;
  }

  private Dataset<Row> written(Run run, RunTable table) {
    return spark.read().parquet(run.unfinishedTable(table.toString()));
  }

  /** Removes states that no later run can go on from. */
  void clean(Runs runs, Runs.Committed committed) {
    if (settings.isEmpty()) {
      return;
    }
    SavedStates states = SavedStates.in(settings.get().states(), hadoop);
    states.keep(
        spark
            .read()
            .parquet(committed.table(RunTable.DOCUMENTS.toString()))
            .where(col("content_sha256").isNotNull())
            .select("content_sha256")
            .as(Encoders.STRING())
            .toLocalIterator());
    states.keepBeside(
        runs.committed().stream()
            .map(run -> run.manifest().reading())
            .collect(Collectors.toUnmodifiableSet()));
  }
}
