package io.corpuscle.jobs.diff;

import io.corpuscle.jobs.run.RunTable;
import io.corpuscle.jobs.run.Runs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * What differs between two runs.
 *
 * @param tables of each table that both have
 * @param tablesOnlyA tables that are in A only
 * @param tablesOnlyB tables that are in B only
 */
public record RunDiff(List<TableDiff> tables, List<String> tablesOnlyA, List<String> tablesOnlyB) {

  public RunDiff {
    tables = List.copyOf(tables);
    tablesOnlyA = List.copyOf(tablesOnlyA);
    tablesOnlyB = List.copyOf(tablesOnlyB);
  }

  /**
   * Holds two runs to each other. Memory does not grow with them: rows are joined, and what differs
   * is kept, on disk.
   *
   * @throws IllegalArgumentException if two rows of a table have one key
   */
  public static RunDiff of(SparkSession spark, Runs.Committed a, Runs.Committed b) {
    Configuration hadoop = spark.sessionState().newHadoopConf();
    List<TableDiff> tables = new ArrayList<>();
    List<String> onlyA = new ArrayList<>();
    List<String> onlyB = new ArrayList<>();
    for (RunTable table : RunTable.values()) {
      boolean inA = has(hadoop, a, table);
      boolean inB = has(hadoop, b, table);
      if (inA && inB) {
        tables.add(new TableComparison(spark, table).of(a, b));
      } else if (inA) {
        onlyA.add(table.toString());
      } else if (inB) {
        onlyB.add(table.toString());
      }
    }
    return new RunDiff(tables, onlyA, onlyB);
  }

  private static boolean has(Configuration hadoop, Runs.Committed run, RunTable table) {
    Path folder = new Path(run.table(table.toString()));
    try {
      return folder.getFileSystem(hadoop).exists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be reached", e);
    }
  }

  /** Whether nothing differs. */
  public boolean isEmpty() {
    return tablesOnlyA.isEmpty()
        && tablesOnlyB.isEmpty()
        && tables.stream().allMatch(TableDiff::isEmpty);
  }
}
