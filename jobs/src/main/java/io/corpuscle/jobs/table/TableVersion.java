package io.corpuscle.jobs.table;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What {@code VERSION AS OF} takes for a table as it is now, in a column of strings of one row, or
 * of none. It is asked in SQL, so that no table format has to be there.
 */
public final class TableVersion {
  private TableVersion() {}

  /**
   * Of Iceberg, the id of the snapshot that is the head of {@code main}.
   *
   * @param refs the rows of the table's metadata table {@code refs}
   */
  public static Dataset<Row> ofIceberg(Dataset<Row> refs) {
    return refs.where(col("name").equalTo("main")).select(col("snapshot_id").cast("string"));
  }

  /**
   * Of Delta, the number of the latest version.
   *
   * @param table as SQL names it
   */
  public static Dataset<Row> ofDelta(SparkSession spark, String table) {
    return spark
        .sql("DESCRIBE HISTORY " + table + " LIMIT 1")
        .select(col("version").cast("string"));
  }
}
