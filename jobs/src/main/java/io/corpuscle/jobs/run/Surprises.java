package io.corpuscle.jobs.run;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The windows of a run by how surprising they are beside the rest of their own document: a ratio,
 * so that genomes, whose every base is hard to tell, and prose can stand in one list. Documents of
 * one window have no rest, and a last window of less than half the usual tokens is left out, for
 * chance alone makes it extreme.
 */
public final class Surprises {
  private final Dataset<Row> windows;

  /** The windows of {@code run}, each of {@code windowTokens} tokens but for last ones. */
  public Surprises(SparkSession spark, Runs.Committed run, int windowTokens) {
    Dataset<Row> documents =
        spark
            .read()
            .parquet(run.table("documents"))
            .where(col("windows").gt(1).and(col("bits_per_byte").gt(0)))
            .select(col("doc_id"), col("bits_per_byte").as("document_bits"));
    Column tokens = col("token_end").minus(col("token_start"));
    this.windows =
        spark
            .read()
            .parquet(run.table("windows"))
            .where(tokens.multiply(2).geq(windowTokens).and(col("bits_per_byte").isNotNull()))
            .select("doc_id", "uri", "window", "byte_start", "byte_end", "bits_per_byte")
            .join(documents, "doc_id")
            .withColumn("ratio", col("bits_per_byte").divide(col("document_bits")));
  }

  /** The first of all, the most surprising first. */
  public List<Surprise> top(int count) {
    return windows
        .orderBy(col("ratio").desc(), col("doc_id"), col("window"))
        .limit(count)
        .collectAsList()
        .stream()
        .map(Surprises::surprise)
        .toList();
  }

  /**
   * Where a passage stands.
   *
   * @param best the most surprising window that has some of it
   * @param inDocument its rank in its document, from 1
   * @param documentWindows how many windows of the document are ranked
   * @param inRun its rank in the run, from 1
   */
  public record Rank(Surprise best, long inDocument, long documentWindows, long inRun) {}

  /** The rank of the bytes {@code [byteStart, byteEnd)} of a document; empty if none is ranked. */
  public Optional<Rank> rank(String docId, long byteStart, long byteEnd) {
    Dataset<Row> document = windows.where(col("doc_id").equalTo(docId));
    return document
        .where(col("byte_start").lt(byteEnd).and(col("byte_end").gt(byteStart)))
        .orderBy(col("ratio").desc(), col("window"))
        .limit(1)
        .collectAsList()
        .stream()
        .map(Surprises::surprise)
        .findFirst()
        .map(
            best ->
                new Rank(
                    best,
                    1 + document.where(col("ratio").gt(best.ratio())).count(),
                    document.count(),
                    1 + windows.where(col("ratio").gt(best.ratio())).count()));
  }

  private static Surprise surprise(Row row) {
    return new Surprise(
        row.getAs("doc_id"),
        row.getAs("uri"),
        row.<Integer>getAs("window"),
        row.<Long>getAs("byte_start"),
        row.<Long>getAs("byte_end"),
        row.<Double>getAs("bits_per_byte"),
        row.<Double>getAs("ratio"));
  }
}
