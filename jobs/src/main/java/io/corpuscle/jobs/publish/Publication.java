package io.corpuscle.jobs.publish;

import static org.apache.spark.sql.functions.col;

import io.corpuscle.jobs.run.ContentHash;
import io.corpuscle.jobs.run.RunTable;
import io.corpuscle.jobs.run.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings committed runs into the tables of a destination, and into the table {@code runs}. Each
 * table is changed by one commit of its own, {@code documents} last but one and {@code runs} last;
 * what was interrupted between two of them is repeated as a whole, and repeating does no harm.
 */
public final class Publication {
  private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

  private final SparkSession spark;
  private final String output;
  private final LakeTables tables;
  private final boolean contents;

  private Publication(SparkSession spark, String output, LakeTables tables, boolean contents) {
    this.spark = spark;
    this.output = output;
    this.tables = tables;
    this.contents = contents;
  }

  /** Publishing to a destination the runs of an output. */
  public static Publication to(Destination destination, SparkSession spark, String output) {
    return to(LakeTables.at(destination, spark), spark, output);
  }

  static Publication to(LakeTables tables, SparkSession spark, String output) {
    return new Publication(spark, output, tables, true);
  }

  /** Without a destination: runs stay where they are, and {@code output/runs} lists them. */
  public static Publication inPlace(SparkSession spark, String output) {
    return new Publication(spark, output, new ParquetTables(spark, output), false);
  }

  /**
   * Demands that a run can be published there, before it is made.
   *
   * @throws PublishException if it cannot
   */
  public void requireUsable(Arrival arrival) {
    tables.requireUsable();
    requireNobodyElses(arrival);
  }

  private void requireNobodyElses(Arrival arrival) {
    if (!supersedes(arrival)) {
      return;
    }
    List<String> others =
        history()
            .map(
                runs ->
                    runs.select("output")
                        .where(col("output").notEqual(output))
                        .distinct()
                        .as(Encoders.STRING())
                        .collectAsList())
            .orElse(List.of());
    if (!others.isEmpty()) {
      throw new PublishException(
          String.format(
              Locale.ROOT,
              "%s holds documents of the job with the output %s, and this one's output is %s: what the one publishes would remove what the other did. Give each its own publish.to, or use mode: append.",
              tables.name(RunTable.DOCUMENTS.toString()),
              others.get(0),
              output));
    }
  }

  private Optional<Dataset<Row>> history() {
    return tables.published(RunHistory.TABLE);
  }

  /** The ids of the runs that have been published. */
  public Set<String> published() {
    return history()
        .map(runs -> runs.select(RunRows.RUN).as(Encoders.STRING()).collectAsList())
        .map(Set::copyOf)
        .orElse(Set.of());
  }

  /**
   * Publishes a run, or what is missing of it.
   *
   * @param has the tables that the run has; {@code documents} last, for by them a merge sees what
   *     is to be done
   * @throws PublishException if a table holds other rows afterwards than the run; readers of a
   *     table with a branch see nothing of it then
   */
  public void publish(Runs.Committed run, List<RunTable> has, Arrival arrival) {
    Map<String, String> versions = new TreeMap<>();
    if (contents) {
      requireNobodyElses(arrival); // again: runs take hours
      List<RunTable> changed = new ArrayList<>(emptied(has, arrival));
      changed.forEach(table -> write(run, RunRows.none(spark, run, table), table, arrival));
      has.forEach(table -> write(run, RunRows.of(spark, run, table), table, arrival));
      audit(run, has, arrival);
      changed.addAll(has);
      for (RunTable table : changed) {
        String name = table.toString();
        tables.release(name);
        tables.version(name).ifPresent(version -> versions.put(name, version));
      }
    }
    tables.append(RunHistory.of(spark, run, has, output, versions));
    tables.release(RunHistory.TABLE);
    LOG.info("Run {} is published in {}", run.manifest().run(), tables.name(RunHistory.TABLE));
  }

  /** Tables that are there and the run has not: nothing in them is true of it. */
  private List<RunTable> emptied(List<RunTable> has, Arrival arrival) {
    return Stream.of(RunTable.values())
        .filter(table -> supersedes(arrival) && !has.contains(table))
        .filter(table -> tables.published(table.toString()).isPresent())
        .toList();
  }

  private void write(Runs.Committed run, RunRows rows, RunTable table, Arrival arrival) {
    if (arrival == Arrival.INSTEAD) {
      tables.replace(rows);
      return;
    }
    Optional<Dataset<Row>> there =
        isBeside(arrival) ? Optional.empty() : tables.published(table.toString());
    if (there.isEmpty()) {
      tables.append(rows);
      return;
    }
    tables.merge(merge(run).changes(table, rows, there.get()), table.keys());
  }

  /** Whether a run that arrives so takes the place of those before it. */
  public boolean supersedes(Arrival arrival) {
    return contents && !isBeside(arrival);
  }

  /** Whether runs stand beside each other: so they do in tables that cannot be merged, too. */
  private boolean isBeside(Arrival arrival) {
    return arrival == Arrival.BESIDE || (arrival == Arrival.BY_DOCUMENT && !tables.merges());
  }

  private DocumentMerge merge(Runs.Committed run) {
    Dataset<Row> documents = RunRows.of(spark, run, RunTable.DOCUMENTS).rows();
    Dataset<Row> none = documents.limit(0);
    Optional<Dataset<Row>> runs = history();
    if (runs.isEmpty()) {
      return DocumentMerge.nothingKnown(none);
    }
    return DocumentMerge.of(
        tables.published(RunTable.DOCUMENTS.toString()).orElse(none),
        runs.get(),
        run.manifest().reading(),
        documents);
  }

  /** What is in the tables is what the run says it is, read again from there. */
  private void audit(Runs.Committed run, List<RunTable> written, Arrival arrival) {
    boolean all = !isBeside(arrival);
    String hash =
        ContentHash.of(
            written,
            table -> {
              Dataset<Row> rows = tables.written(table.toString()).orElseThrow();
              return all ? rows : rows.where(col(RunRows.RUN).equalTo(run.manifest().run()));
            });
    if (!hash.equals(run.manifest().contentHash())) {
      throw new PublishException(
          String.format(
              Locale.ROOT,
              "%s hold other rows than run %s: content hash %s, and the run's is %s. If nobody else writes to them, %s, and the next job of this output publishes the run again.",
              written.stream()
                  .map(t -> tables.name(t.toString()))
                  .collect(Collectors.joining(", ")),
              run.folder(),
              hash,
              run.manifest().contentHash(),
              all
                  ? "drop them and " + tables.name(RunHistory.TABLE)
                  : "delete what has run = '" + run.manifest().run() + "' there"));
    }
  }
}
