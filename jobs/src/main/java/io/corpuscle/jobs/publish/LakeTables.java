package io.corpuscle.jobs.publish;

import io.corpuscle.jobs.table.TableFolder;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The tables at a destination. Every change of one is a single commit of its format: it is there as
 * a whole or not at all, whatever becomes of the tasks and the driver. All rows have a column
 * {@code run}, and each kind of change may be asked for again without doing harm.
 */
interface LakeTables {

  /** Those of a destination. */
  static LakeTables at(Destination destination, SparkSession spark) {
    boolean folder = destination.isFolder();
    String to = folder ? TableFolder.absolute(spark, destination.to()) : destination.to();
    return switch (destination.format()) {
      case PARQUET -> new ParquetTables(spark, to);
      case ICEBERG -> new IcebergTables(spark, to, destination.branch());
      case DELTA -> new DeltaTables(spark, to, folder);
    };
  }

  /**
   * Demands that tables can be written there.
   *
   * @throws PublishException if not, with what is to be set
   */
  void requireUsable();

  /** What Spark and the user call a table. */
  String name(String table);

  /** The rows that readers of a table see; empty if there is no such table. */
  Optional<Dataset<Row>> published(String table);

  /** The rows of a table as written so far, {@link #release released} or not; empty if none. */
  Optional<Dataset<Row>> written(String table);

  /** Adds a run's rows, unless the table has some of that run already. */
  void append(RunRows rows);

  /** Puts a run's rows in place of all others. */
  void replace(RunRows rows);

  /**
   * Whether {@link #merge} is anything else than {@link #append}: where a table cannot be changed
   * row by row, each run stands beside the others as a whole.
   */
  boolean merges();

  /**
   * Changes a table row by row.
   *
   * @param changes rows to be inserted or, where the table has one of the same keys, put in its
   *     place; and of rows to be removed the keys, with {@link DocumentMerge#GONE} true
   * @param keys the columns that name a row
   */
  void merge(RunRows changes, List<String> keys);

  /** Shows readers what was written to a table. */
  void release(String table);

  /** By what a reader travels back to the state of a table as it is now, if its format can. */
  Optional<String> version(String table);
}
