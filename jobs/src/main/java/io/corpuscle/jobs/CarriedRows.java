package io.corpuscle.jobs;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.corpuscle.jobs.run.RunTable;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.schemas.Change;
import io.corpuscle.schemas.ColumnKind;
import io.corpuscle.schemas.RowKind;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The rows that a run takes over from an earlier one: all of documents whose text has not changed,
 * and of those that were read on the windows before the first that was read.
 */
final class CarriedRows {
  private static final String DOC_ID = "doc_id";
  private static final String URI = "uri";
  private static final String WINDOW = "window";
  private static final String CHANGE = "change";
  private static final String CARRIED_FROM = "carried_from";
  private static final String LOOKED_INTO = "looked_into";
  private static final String ENCODING = "encoding";
  private static final String METADATA = "metadata";
  private static final String TAKER_ID = "taker_id";
  private static final String TAKER_URI = "taker_uri";
  private static final String UNTIL = "until";

  private final SparkSession spark;
  private final Runs.Committed earlier;
  private final Dataset<Row> staged;

  /**
   * @param staged what was read: windows, documents and spikes together
   */
  CarriedRows(SparkSession spark, Runs.Committed earlier, Dataset<Row> staged) {
    this.spark = spark;
    this.earlier = earlier;
    this.staged = staged;
  }

  /**
   * All rows of a table of the run.
   *
   * @param read those that were read
   */
  Dataset<Row> with(Dataset<Row> read, RunTable table) {
    return switch (table) {
      case WINDOWS ->
          read.union(
              taken(table, col(UNTIL).isNull().or(col(WINDOW).lt(col(UNTIL))), read.columns()));
      case SPIKES -> read.union(taken(table, unchanged(), read.columns()));
      case DOCUMENTS ->
          read.where(unchanged().isNull().or(functions.not(unchanged())))
              .union(unchangedDocuments(read.columns()));
    };
  }

  /** How many documents of the earlier run are not in this one. */
  long gone(Dataset<Row> documents) {
    return earlier(RunTable.DOCUMENTS)
        .where(col("status").equalTo("ok"))
        .join(documents.select(DOC_ID), new String[] {DOC_ID}, "left_anti")
        .count();
  }

  private Dataset<Row> taken(RunTable table, Column which, String[] columns) {
    return earlier(table)
        .join(takers(), DOC_ID)
        .where(which)
        .select(Arrays.stream(columns).map(CarriedRows::ofTaker).toArray(Column[]::new));
  }

  private static Column ofTaker(String column) {
    return switch (column) {
      case DOC_ID -> col(TAKER_ID).as(DOC_ID);
      case URI -> col(TAKER_URI).as(URI);
      default -> col(column);
    };
  }

  /**
   * The documents that take rows over, by the {@code doc_id} of those whose they are. Windows that
   * were read are a document's last ones, so that it takes over those before the first of them; if
   * none was read, all it has; if it was not read, all there are.
   */
  private Dataset<Row> takers() {
    Dataset<Row> firstRead =
        staged
            .where(col("kind").equalTo(RowKind.WINDOW.toString()))
            .groupBy(col(DOC_ID).as(TAKER_ID))
            .agg(min(WINDOW).as("first_read"));
    return documents()
        .select(
            col(CARRIED_FROM).as(DOC_ID),
            col(DOC_ID).as(TAKER_ID),
            col(URI).as(TAKER_URI),
            col(CHANGE),
            col("windows"))
        .join(firstRead, TAKER_ID, "left_outer")
        .withColumn(UNTIL, coalesce(col("first_read"), col("windows")))
        .select(DOC_ID, TAKER_ID, TAKER_URI, CHANGE, UNTIL);
  }

  /** What they are is the earlier run's, where and how they were found is this one's. */
  private Dataset<Row> unchangedDocuments(String[] columns) {
    Dataset<Row> found = documents().where(unchanged()).as("found");
    Dataset<Row> known = earlier(RunTable.DOCUMENTS).as("known");
    Column[] values = Arrays.stream(columns).map(CarriedRows::ofUnchanged).toArray(Column[]::new);
    return found
        .join(known, col("found." + CARRIED_FROM).equalTo(col("known." + DOC_ID)))
        .select(values);
  }

  /**
   * What is beside a text, a document says with its text; a row of a table its metadata without.
   */
  private static Column ofUnchanged(String column) {
    Column found = col("found." + column);
    Column known = col("known." + column);
    return switch (column) {
      case ENCODING, METADATA ->
          when(col(LOOKED_INTO).isNotNull(), found).otherwise(coalesce(found, known)).as(column);
      default -> isFound(column) ? found : known;
    };
  }

  private static boolean isFound(String column) {
    return column.equals(DOC_ID)
        || RunTable.DOCUMENTS.table().column(column).kind() == ColumnKind.TELEMETRY;
  }

  private Dataset<Row> documents() {
    return staged.where(
        col("kind").equalTo(RowKind.DOCUMENT.toString()).and(col(CARRIED_FROM).isNotNull()));
  }

  private Dataset<Row> earlier(RunTable table) {
    return spark.read().parquet(earlier.table(table.toString()));
  }

  private static Column unchanged() {
    return col(CHANGE).equalTo(Change.UNCHANGED.toString());
  }
}
