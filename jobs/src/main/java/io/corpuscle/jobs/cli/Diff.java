package io.corpuscle.jobs.cli;

import io.corpuscle.jobs.ConfigException;
import io.corpuscle.jobs.diff.ColumnDiff;
import io.corpuscle.jobs.diff.DocumentDiff;
import io.corpuscle.jobs.diff.RunDiff;
import io.corpuscle.jobs.diff.TableDiff;
import io.corpuscle.jobs.run.Runs;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code corpuscle diff}: holds two runs to each other, row by row and bit by bit. */
@Command(
    name = "diff",
    description = {
      "Says whether two runs hold the same rows, to the last bit, and if not, in which documents and columns they differ.",
      "Columns that say how a run went (seconds, uri, error_message) are not compared."
    },
    mixinStandardHelpOptions = true)
final class Diff implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "RUN_A",
      description = "A run's folder, or an output folder for the latest run in it.")
  private String a = "";

  @Parameters(paramLabel = "RUN_B", description = "Another.")
  private String b = "";

  Diff(Console console) {
    this.console = console;
  }

  /** The session is left open, for it may be the caller's; it ends with the JVM. */
  @Override
  public Integer call() {
    SparkSession spark = SparkSession.builder().appName("corpuscle diff").getOrCreate();
    Configuration hadoop = spark.sessionState().newHadoopConf();
    Runs.Committed inA = run(hadoop, a);
    Runs.Committed inB = run(hadoop, b);
    RunDiff diff = RunDiff.of(spark, inA, inB);
    String hashA = inA.manifest().contentHash();
    String hashB = inB.manifest().contentHash();
    if (diff.isEmpty() && hashA.equals(hashB)) {
      console.print("the same: %s; content hash %s", rows(diff), hashA);
      return Corpuscle.OK;
    }
    console.print("A  %s", inA.folder());
    console.print("B  %s", inB.folder());
    if (diff.isEmpty()) {
      console.print(
          "%s are the same, and the manifests have other content hashes: %s in A, %s in B. A table or"
              + " a manifest was changed after it was written, or the versions hash otherwise: %s and %s.",
          rows(diff), hashA, hashB, inA.manifest().version(), inB.manifest().version());
    }
    diff.tablesOnlyA().forEach(table -> console.print("%n%s: only in A", table));
    diff.tablesOnlyB().forEach(table -> console.print("%n%s: only in B", table));
    diff.tables().stream().filter(table -> !table.isEmpty()).forEach(this::print);
    return Corpuscle.FAILED;
  }

  private static Runs.Committed run(Configuration hadoop, String folder) {
    try {
      return Runs.at(hadoop, folder);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()), e);
    }
  }

  private static String rows(RunDiff diff) {
    return diff.tables().stream()
        .map(table -> String.format(Locale.ROOT, "%,d rows of %s", table.rowsA(), table.table()))
        .collect(Collectors.joining(", "));
  }

  private void print(TableDiff table) {
    console.print(
        "%n%s: %,d rows in A, %,d in B; %,d only in A, %,d only in B, %,d differ",
        table.table(),
        table.rowsA(),
        table.rowsB(),
        table.onlyA(),
        table.onlyB(),
        table.differing());
    columns("A", table.columnsOnlyA());
    columns("B", table.columnsOnlyB());
    for (ColumnDiff column : table.columns()) {
      console.print(
          "  column %s: %,d rows, the first %s: %s in A, %s in B",
          column.column(), column.rows(), column.key(), column.inA(), column.inB());
    }
    for (DocumentDiff document : table.first()) {
      console.print("  document %s: %,d rows", document.docId(), document.rows());
    }
    long more = table.documents() - table.first().size();
    if (more > 0) {
      console.print("  and %,d documents more", more);
    }
  }

  private void columns(String run, List<String> columns) {
    if (!columns.isEmpty()) {
      console.print("  columns only in %s: %s", run, String.join(", ", columns));
    }
  }
}
