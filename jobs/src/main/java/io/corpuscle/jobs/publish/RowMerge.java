package io.corpuscle.jobs.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.jdk.javaapi.CollectionConverters;

/** Changes a table row by row: Spark's {@code MERGE}, which Iceberg and Delta carry out. */
final class RowMerge {
  /** Sets the columns of changes apart from those of the table. */
  private static final String CHANGED = "changed_";

  private RowMerge() {}

  /**
   * Changes a table.
   *
   * @param target the table, as SQL names it
   * @param changes as {@link LakeTables#merge} has them
   */
  static void into(String target, RunRows changes, List<String> keys) {
    Dataset<Row> rows = changes.rows();
    Column[] apart =
        Arrays.stream(rows.columns())
            .map(column -> col(column).as(CHANGED + column))
            .toArray(Column[]::new);
    // A key may be null: the head of a model is in no layer.
    Column same =
        keys.stream()
            .map(key -> col(key).eqNullSafe(col(CHANGED + key)))
            .reduce(Column::and)
            .orElseThrow();
    Column gone = col(CHANGED + DocumentMerge.GONE);
    Map<String, Column> values = new HashMap<>();
    for (String column : rows.columns()) {
      if (!column.equals(DocumentMerge.GONE)) {
        values.put(column, col(CHANGED + column));
      }
    }
    scala.collection.immutable.Map<String, Column> set =
        scala.collection.immutable.Map.from(CollectionConverters.asScala(values));
    rows.select(apart)
        .mergeInto(target, same)
        .whenMatched(gone)
        .delete()
        .whenMatched()
        .update(set)
        .whenNotMatched(not(gone))
        .insert(set)
        .merge();
  }
}
