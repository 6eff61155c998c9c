package io.corpuscle.jobs.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.corpuscle.jobs.run.RunTable;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What has to change in tables for them to hold what a run holds: the rows of documents that are
 * new or other than the tables have them, and of documents that are gone. It looks at what the
 * tables hold and at nothing else, so that it may be done again, and finds little or nothing to do.
 */
final class DocumentMerge {
  /** The column of changes that is true of rows to be removed. */
  static final String GONE = "corpuscle_gone";

  private static final String DOC_ID = "doc_id";
  private static final String READING = "reading";

  /** Failed documents have no content, and are never the same. */
  private static final List<String> IDENTIFYING = List.of(DOC_ID, "uri", "model", "content_sha256");

  /** What may be another though the text is the same, and is content too. */
  private static final List<String> BESIDE_TEXT = List.of("encoding", "metadata");

  private final Dataset<Row> same;

  private DocumentMerge(Dataset<Row> same) {
    this.same = same;
  }

  /**
   * Compares documents.
   *
   * @param there the rows of {@code documents} in the tables
   * @param runs the rows of {@code runs} there
   * @param reading that of the run
   * @param documents the run's rows of {@code documents}
   */
  static DocumentMerge of(
      Dataset<Row> there, Dataset<Row> runs, String reading, Dataset<Row> documents) {
    Dataset<Row> read =
        there
            .join(
                runs.where(col(READING).equalTo(reading)).select(RunRows.RUN).distinct(),
                RunRows.RUN)
            .as("there");
    Column alike =
        IDENTIFYING.stream()
            .map(column -> col("there." + column).equalTo(col("here." + column)))
            .reduce(Column::and)
            .orElseThrow();
    for (String column : BESIDE_TEXT) {
      alike = alike.and(col("there." + column).eqNullSafe(col("here." + column)));
    }
    return new DocumentMerge(documents.as("here").join(read, alike, "left_semi").select(DOC_ID));
  }

  /** Of tables that no run is known to be in. */
  static DocumentMerge nothingKnown(Dataset<Row> noDocuments) {
    return new DocumentMerge(noDocuments.select(DOC_ID));
  }

  /**
   * The changes of a table.
   *
   * @param rows the run's
   * @param there those in the table
   */
  RunRows changes(RunTable table, RunRows rows, Dataset<Row> there) {
    Dataset<Row> come = others(rows.rows()).withColumn(GONE, lit(false));
    Column[] keys = table.keys().stream().map(functions::col).toArray(Column[]::new);
    Dataset<Row> go =
        others(there).select(keys).except(come.select(keys)).withColumn(GONE, lit(true));
    return rows.with(come.unionByName(go, true));
  }

  private Dataset<Row> others(Dataset<Row> rows) {
    return rows.join(same, new String[] {DOC_ID}, "left_anti");
  }
}
