package io.corpuscle.jobs.run;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** How the rows of a table are divided over files: few, and in order from file to file. */
public final class OrderedFiles {
  /** Rows of {@code windows} with an embedding of 384 floats in about 300 MB. */
  private static final long ROWS_PER_FILE = 200_000;

  private OrderedFiles() {}

  /**
   * Rows in a partition for each file, sorted by {@code keys} from the first row of the first to
   * the last row of the last.
   *
   * @param count how many rows there are
   */
  public static Dataset<Row> of(Dataset<Row> rows, long count, List<String> keys) {
    int files = Math.toIntExact(Math.max(1, (count + ROWS_PER_FILE - 1) / ROWS_PER_FILE));
    Column[] order = keys.stream().map(functions::col).toArray(Column[]::new);
    Dataset<Row> divided = files == 1 ? rows.coalesce(1) : rows.repartitionByRange(files, order);
    return divided.sortWithinPartitions(order);
  }
}
