package io.corpuscle.jobs.diff;

import io.corpuscle.jobs.run.ParquetTable;
import io.corpuscle.jobs.run.Run;
import io.corpuscle.jobs.run.RunManifest;
import io.corpuscle.jobs.run.RunTable;
import io.corpuscle.jobs.source.LocalSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Runs of a few rows, written as a job writes them. */
public final class RunPair {
  static final StructType WINDOW =
      new StructType()
          .add("doc_id", DataTypes.StringType)
          .add("uri", DataTypes.StringType)
          .add("window", DataTypes.IntegerType)
          .add("bits_per_byte", DataTypes.DoubleType)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false));

  static final StructType DOCUMENT =
      new StructType()
          .add("doc_id", DataTypes.StringType)
          .add("tokens", DataTypes.LongType)
          .add("seconds", DataTypes.DoubleType);

  private RunPair() {}

  /** A row of {@code windows}. */
  public static Row window(String docId, int window, double bits, Float... embedding) {
    return RowFactory.create(docId, "file:/lake/" + docId, window, bits, embedding);
  }

  /** A row of {@code documents}. */
  public static Row document(String docId, long tokens, double seconds) {
    return RowFactory.create(docId, tokens, seconds);
  }

  /** Writes a run and gives its folder. */
  public static String write(Path output, String hash, List<Row> windows, List<Row> documents) {
    return write(
        output,
        hash,
        Map.of(
            RunTable.WINDOWS,
            rows(windows, WINDOW),
            RunTable.DOCUMENTS,
            rows(documents, DOCUMENT)));
  }

  static Dataset<Row> rows(List<Row> rows, StructType schema) {
    return LocalSpark.session().createDataFrame(rows, schema);
  }

  static String write(Path output, String hash, Map<RunTable, Dataset<Row>> tables) {
    try (Run run = Run.begin(new Configuration(), output.toString())) {
      tables.forEach(
          (table, rows) ->
              ParquetTable.write(
                  rows, rows.count(), table.keys(), run.unfinishedTable(table.toString())));
      run.commit(
          new RunManifest(
              run.id().text(),
              "1",
              "reference",
              new TreeMap<>(Map.of("text", "float32")),
              "2026-01-31T12:00:00Z",
              "2026-01-31T12:00:09Z",
              new TreeMap<>(Map.of("output", "out")),
              new TreeMap<>(Map.of("text", "cafe")),
              new TreeMap<>(),
              "",
              new RunManifest.Counts(2, 0, 3, 40, 50),
              "",
              new TreeMap<>(),
              hash));
      return run.folder();
    }
  }
}
