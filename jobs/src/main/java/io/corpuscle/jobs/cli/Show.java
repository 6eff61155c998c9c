package io.corpuscle.jobs.cli;

import static org.apache.spark.sql.functions.col;

import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.run.Runs;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructField;

/** {@code corpuscle show}: prints the text behind a row of {@code windows}. */
final class Show {
  private final Console console;
  private final SparkSession spark;

  Show(Console console, SparkSession spark) {
    this.console = console;
    this.spark = spark;
  }

  int run(String folder, String docId, int window) throws IOException {
    Configuration hadoop = spark.sessionState().newHadoopConf();
    Runs.Committed run = Runs.at(hadoop, folder);
    Dataset<Row> document =
        spark.read().parquet(run.table("windows")).where(col("doc_id").equalTo(docId));
    List<Row> rows = document.where(col("window").equalTo(window)).collectAsList();
    if (rows.isEmpty()) {
      console.say(missing(run, document, docId, window));
      return Corpuscle.FAILED;
    }
    Row row = rows.get(0);
    String uri = row.getAs("uri");
    Optional<String> text =
        Texts.of(spark, AnalyzeConfig.of(run.manifest().config()))
            .read(docId, uri, row.<Long>getAs("byte_start"), row.<Long>getAs("byte_end"));
    if (text.isEmpty()) {
      console.say(uri + " no longer has the document '" + docId + "'.");
      return Corpuscle.FAILED;
    }
    figures(run, row);
    console.print("%n%s", text.get());
    return Corpuscle.OK;
  }

  private static String missing(
      Runs.Committed run, Dataset<Row> document, String docId, int window) {
    long windows = document.count();
    return windows == 0
        ? String.format(Locale.ROOT, "%s has no windows of a document '%s'.", run.folder(), docId)
        : String.format(
            Locale.ROOT,
            "'%s' has no window %d in %s: its windows are 0 to %d.",
            docId,
            window,
            run.folder(),
            windows - 1);
  }

  private void figures(Runs.Committed run, Row row) {
    console.print("%-18s %s", "run", run.folder());
    for (StructField field : row.schema().fields()) {
      Object value = row.getAs(field.name());
      if (value != null) {
        console.print("%-18s %s", field.name(), readable(value, field));
      }
    }
  }

  private static String readable(Object value, StructField field) {
    if (field.dataType() instanceof ArrayType) {
      return "(in the table)";
    }
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.4f", number)
        : String.valueOf(value);
  }
}
