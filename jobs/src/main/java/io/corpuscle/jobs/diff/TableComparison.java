package io.corpuscle.jobs.diff;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import io.corpuscle.jobs.run.RunTable;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.schemas.ColumnKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/** Holds a table of two runs to each other: their rows joined by their keys. */
final class TableComparison {
  private static final int DOCUMENTS_NAMED = 10;

  private static final String DOC_ID = "doc_id";
  private static final String A = "a";
  private static final String B = "b";
  private static final String HAS_A = "has_a";
  private static final String HAS_B = "has_b";
  private static final String SIDE_A = "side_a";
  private static final String SIDE_B = "side_b";
  private static final String FIRST = "first";
  private static final String VALUES = "differing_values";
  private static final String VALUE = "differing_value";

  private final SparkSession spark;
  private final RunTable table;
  private final Column[] keys;

  TableComparison(SparkSession spark, RunTable table) {
    this.spark = spark;
    this.table = table;
    this.keys = table.keys().stream().map(functions::col).toArray(Column[]::new);
  }

  /**
   * What differs.
   *
   * @throws IllegalArgumentException if two rows of one table have one key
   */
  TableDiff of(Runs.Committed a, Runs.Committed b) {
    Dataset<Row> inA = rows(a);
    Dataset<Row> inB = rows(b);
    List<String> contentA = content(inA);
    List<String> contentB = content(inB);
    List<String> both = contentA.stream().filter(contentB::contains).toList();
    Dataset<Row> differences = differences(inA, inB, both).persist(StorageLevel.DISK_ONLY());
    try {
      Row totals =
          differences
              .agg(
                  count_if(not(col(HAS_B))),
                  count_if(not(col(HAS_A))),
                  count_if(col(HAS_A).and(col(HAS_B))),
                  count_distinct(col(DOC_ID)))
              .first();
      return new TableDiff(
          table.toString(),
          inA.count(),
          inB.count(),
          totals.getLong(0),
          totals.getLong(1),
          totals.getLong(2),
          totals.getLong(3),
          documents(differences),
          columns(differences),
          contentA.stream().filter(column -> !both.contains(column)).toList(),
          contentB.stream().filter(column -> !both.contains(column)).toList());
    } finally {
      differences.unpersist();
    }
  }

  private Dataset<Row> rows(Runs.Committed run) {
    Dataset<Row> rows = spark.read().parquet(run.table(table.toString()));
    List<Row> twice = rows.groupBy(keys).count().where(col("count").gt(1)).limit(1).collectAsList();
    if (!twice.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s of %s has %d rows of one key, of document '%s', and a run writes one: the table"
                  + " was changed since. Compare with the run as it was written.",
              table,
              run.folder(),
              twice.get(0).<Long>getAs("count"),
              twice.get(0).getString(0)));
    }
    return rows;
  }

  /** Its columns of content but for the keys. A column that this version does not know is one. */
  private List<String> content(Dataset<Row> rows) {
    List<String> telemetry =
        table.table().columns().stream()
            .filter(column -> column.kind() == ColumnKind.TELEMETRY)
            .map(io.corpuscle.schemas.Column::name)
            .toList();
    return Arrays.stream(rows.columns())
        .filter(column -> !telemetry.contains(column) && !table.keys().contains(column))
        .toList();
  }

  /** The rows that are in one run only, whose other side is null, and those that differ. */
  private Dataset<Row> differences(Dataset<Row> a, Dataset<Row> b, List<String> columns) {
    Column differing = udf(new DifferingValues(), DifferingValues.TYPE).apply(col(A), col(B));
    return side(a, A, columns)
        .as(SIDE_A)
        .join(side(b, B, columns).as(SIDE_B), sameKey(), "full_outer")
        .select(ofEither(col(A), col(B)))
        .withColumn(VALUES, differing)
        .where(col(A).isNull().or(col(B).isNull()).or(size(col(VALUES)).gt(0)))
        .select(keyed(col(A).isNotNull().as(HAS_A), col(B).isNotNull().as(HAS_B), col(VALUES)));
  }

  /** None is a key like any other: the layer of a model's head. */
  private Column sameKey() {
    return table.keys().stream()
        .map(key -> col(SIDE_A + "." + key).eqNullSafe(col(SIDE_B + "." + key)))
        .reduce(Column::and)
        .orElseThrow();
  }

  /** The key columns of whichever side is there, and these. */
  private Column[] ofEither(Column... others) {
    Stream<Column> either =
        table.keys().stream()
            .map(key -> coalesce(col(SIDE_A + "." + key), col(SIDE_B + "." + key)).as(key));
    return Stream.concat(either, Arrays.stream(others)).toArray(Column[]::new);
  }

  private Dataset<Row> side(Dataset<Row> rows, String name, List<String> columns) {
    Column[] values = columns.stream().map(functions::col).toArray(Column[]::new);
    return rows.select(keyed(struct(values).as(name)));
  }

  private List<DocumentDiff> documents(Dataset<Row> differences) {
    return differences
        .groupBy(DOC_ID)
        .count()
        .orderBy(DOC_ID)
        .limit(DOCUMENTS_NAMED)
        .collectAsList()
        .stream()
        .map(row -> new DocumentDiff(row.getString(0), row.getLong(1)))
        .toList();
  }

  private List<ColumnDiff> columns(Dataset<Row> differences) {
    Column first =
        min(
            struct(
                keyed(
                    col(VALUE).getField(DifferingValues.IN_A),
                    col(VALUE).getField(DifferingValues.IN_B))));
    return differences
        .select(keyed(explode(col(VALUES)).as(VALUE)))
        .groupBy(col(VALUE).getField(DifferingValues.COLUMN).as(DifferingValues.COLUMN))
        .agg(count(lit(1)), first.as(FIRST))
        .orderBy(DifferingValues.COLUMN)
        .collectAsList()
        .stream()
        .map(this::column)
        .toList();
  }

  private ColumnDiff column(Row row) {
    Row first = row.getAs(FIRST);
    String key =
        table.keys().stream()
            .map(column -> column + "=" + first.getAs(column))
            .collect(Collectors.joining(", "));
    return new ColumnDiff(
        row.getString(0),
        row.getLong(1),
        key,
        first.getAs(DifferingValues.IN_A),
        first.getAs(DifferingValues.IN_B));
  }

  /** The key columns and these. */
  private Column[] keyed(Column... others) {
    return Stream.concat(Arrays.stream(keys), Arrays.stream(others)).toArray(Column[]::new);
  }
}
