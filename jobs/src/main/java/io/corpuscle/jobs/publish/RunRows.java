package io.corpuscle.jobs.publish;

import static org.apache.spark.sql.functions.lit;

import io.corpuscle.jobs.run.RunTable;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.SparkSchema;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Rows that a run brings to a table.
 *
 * @param table the table's name
 * @param run the run's id, which all rows have in their column {@link #RUN}
 * @param date the day the run began, in UTC
 * @param rows the rows
 */
record RunRows(String table, String run, LocalDate date, Dataset<Row> rows) {
  /** The column that says which run a row is of. */
  static final String RUN = "run";

  /** Rows of a run's own, in no table of its. */
  static RunRows of(Runs.Committed run, String table, Dataset<Row> rows) {
    LocalDate date = Instant.parse(run.manifest().started()).atZone(ZoneOffset.UTC).toLocalDate();
    return new RunRows(table, run.manifest().run(), date, rows);
  }

  /**
   * All of a table of a run, with every column that the table may have: what was not measured is
   * null, so that runs that measured other things fit into one table.
   */
  static RunRows of(SparkSession spark, Runs.Committed run, RunTable table) {
    Dataset<Row> rows = read(spark, run, table).withColumn(RUN, lit(run.manifest().run()));
    return of(run, table.toString(), rows);
  }

  /** No rows of a table that a run does not have. */
  static RunRows none(SparkSession spark, Runs.Committed run, RunTable table) {
    Dataset<Row> none =
        spark.createDataFrame(List.<Row>of(), SparkSchema.of(table.table().columns()));
    return of(run, table.toString(), none.withColumn(RUN, lit(run.manifest().run())));
  }

  /** A table of a run as it is declared: columns that it does not have are null. */
  static Dataset<Row> read(SparkSession spark, Runs.Committed run, RunTable table) {
    return spark
        .read()
        .schema(SparkSchema.of(table.table().columns()))
        .parquet(run.table(table.toString()));
  }

  /** Some of them, or others, that go to the same table. */
  RunRows with(Dataset<Row> others) {
    return new RunRows(table, run, date, others);
  }
}
