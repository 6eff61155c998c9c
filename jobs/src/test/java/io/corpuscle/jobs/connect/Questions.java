package io.corpuscle.jobs.connect;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** What is asked of a session, whichever kind it is: with nothing but Spark's own interface. */
final class Questions {
  private Questions() {}

  /** The answers, a line a row. */
  static List<String> ask(SparkSession spark, String model, String corpus) {
    List<String> answers = new ArrayList<>();
    Dataset<Row> windows =
        spark
            .read()
            .format("corpuscle")
            .option("model", model)
            .option("windowTokens", 100)
            .option("partitions", 1)
            .load(corpus);
    tell(
        windows
            .select("doc_id", "window", "bits_per_byte", "embedding")
            .orderBy("doc_id", "window"),
        answers);
    spark.sql(
        "CREATE TABLE documents_read USING corpuscle OPTIONS (path '%s', model '%s', table 'documents', partitions 1)"
            .formatted(corpus, model));
    tell(
        spark.sql("SELECT doc_id, tokens, bits_per_byte FROM documents_read WHERE tokens > 5"),
        answers);
    spark.sql("DROP TABLE documents_read");
    tell(
        spark.sql(
            "SELECT corpuscle_bits_per_byte(t, '%1$s'), corpuscle_token_count(t, '%1$s'), corpuscle_embedding(t, '%1$s') FROM VALUES ('GATTACA'), (NULL), ('') AS texts(t)"
                .formatted(model)),
        answers);
    tell(
        spark
            .range(3)
            .select(
                functions.call_function(
                    "corpuscle_token_count",
                    functions.expr("repeat('ACGT', int(id))"),
                    functions.lit(model))),
        answers);
    return answers;
  }

  private static void tell(Dataset<Row> rows, List<String> answers) {
    rows.collectAsList().forEach(row -> answers.add(row.toString()));
  }
}
