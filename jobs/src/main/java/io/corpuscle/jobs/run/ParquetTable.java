package io.corpuscle.jobs.run;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;

/** Writes rows as Parquet that is quick to search: sorted, zstd, in few files. */
public final class ParquetTable {
  /** Rows of {@code windows} with an embedding of 384 floats in about 256 MB. */
  private static final long ROWS_PER_FILE = 200_000;

  private ParquetTable() {}

  /**
   * Writes {@code rows} in the order of {@code keys}, over all files of the table.
   *
   * @param count how many rows there are
   * @param vectors columns of arrays of numbers that hardly ever repeat; no dictionary is tried
   */
  public static void write(
      Dataset<Row> rows, long count, List<String> keys, List<String> vectors, String path) {
    int files = Math.toIntExact(Math.max(1, (count + ROWS_PER_FILE - 1) / ROWS_PER_FILE));
    Column[] order = keys.stream().map(functions::col).toArray(Column[]::new);
    var writer =
        (files == 1 ? rows.coalesce(1) : rows.repartitionByRange(files, order))
            .sortWithinPartitions(order)
            .write()
            .mode(SaveMode.ErrorIfExists)
            .option("compression", "zstd")
            // A row group a search can skip; 128 MB of embeddings would be most of a file.
            .option("parquet.block.size", 32L << 20);
    for (String vector : vectors) {
      writer = writer.option("parquet.enable.dictionary#" + vector + ".list.element", "false");
    }
    writer.parquet(path);
  }
}
