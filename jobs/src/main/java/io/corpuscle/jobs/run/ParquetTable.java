package io.corpuscle.jobs.run;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;

/** Writes rows as Parquet. */
public final class ParquetTable {
  /** Rows of {@code windows} with an embedding of 384 floats in about 300 MB. */
  private static final long ROWS_PER_FILE = 200_000;

  private ParquetTable() {}

  /** Writes rows as they come, to be read again soon. */
  public static void stage(Dataset<Row> rows, String path) {
    parquet(rows).parquet(path);
  }

  /** Writes rows in place of all that lies there. */
  public static void rewrite(Dataset<Row> rows, String path) {
    parquet(rows).mode(SaveMode.Overwrite).parquet(path);
  }

  /**
   * Writes a table that is quick to search: few files, sorted by {@code keys} from the first row of
   * the first to the last row of the last.
   *
   * @param count how many rows there are
   */
  public static void write(Dataset<Row> rows, long count, List<String> keys, String path) {
    int files = Math.toIntExact(Math.max(1, (count + ROWS_PER_FILE - 1) / ROWS_PER_FILE));
    Column[] order = keys.stream().map(functions::col).toArray(Column[]::new);
    Dataset<Row> divided = files == 1 ? rows.coalesce(1) : rows.repartitionByRange(files, order);
    parquet(divided.sortWithinPartitions(order)).parquet(path);
  }

  private static DataFrameWriter<Row> parquet(Dataset<Row> rows) {
    return rows.write().mode(SaveMode.ErrorIfExists).options(SearchLayout.of(rows.schema()));
  }
}
