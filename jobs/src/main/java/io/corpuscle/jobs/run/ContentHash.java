package io.corpuscle.jobs.run;

import io.corpuscle.schemas.Column;
import io.corpuscle.schemas.ContentDigest;
import io.corpuscle.schemas.RowValues;
import io.corpuscle.schemas.Table;
import io.corpuscle.schemas.Tables;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The digest of a table as it was written, taken from its rows wherever they are. A column that was
 * not written counts as one without values.
 */
public final class ContentHash {
  private ContentHash() {}

  /** The digest of all {@code rows} of {@code table}. */
  public static ContentDigest of(Dataset<Row> rows, Table table) {
    // A table does not travel to the executors, its name does.
    String name = table.name();
    return rows.toJavaRDD()
        .mapPartitions(partition -> List.of(ofPartition(partition, name)).iterator())
        .fold(ContentDigest.NONE, ContentDigest::plus);
  }

  /**
   * The hash of a run, as its manifest has it.
   *
   * @param tables those it has
   * @param rows all rows of each
   */
  public static String of(List<RunTable> tables, Function<RunTable, Dataset<Row>> rows) {
    ContentDigest digest = ContentDigest.NONE;
    for (RunTable table : tables) {
      digest = digest.plus(of(rows.apply(table), table.table()));
    }
    return digest.hex();
  }

  private static ContentDigest ofPartition(Iterator<Row> rows, String tableName) {
    Table table = Tables.named(tableName);
    ContentDigest digest = ContentDigest.NONE;
    Map<String, Integer> places = new HashMap<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      if (places.isEmpty()) {
        List<String> names = Arrays.asList(row.schema().fieldNames());
        names.forEach(column -> places.put(column, names.indexOf(column)));
      }
      digest = digest.plus(ContentDigest.ofRow(table, values(row, places)));
    }
    return digest;
  }

  private static RowValues values(Row row, Map<String, Integer> places) {
    return column -> value(row, column, places);
  }

  private static Optional<?> value(Row row, Column column, Map<String, Integer> places) {
    Integer at = places.get(column.name());
    if (at == null || row.isNullAt(at)) {
      return Optional.empty();
    }
    return Optional.of(column.type().isList() ? row.getList(at) : row.get(at));
  }
}
