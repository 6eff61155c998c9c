package io.corpuscle.jobs.publish;

import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.corpuscle.jobs.run.RunManifest;
import io.corpuscle.jobs.run.RunTable;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.schemas.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code runs}: a row for each run, added when all else of it is where it belongs, so
 * that who wants whole runs only begins here.
 */
final class RunHistory {
  /** The table's name. */
  static final String TABLE = "runs";

  private static final double MILLIS = 1000;
  private static final DataType TEXTS =
      DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType);

  private static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            field(RunRows.RUN, DataTypes.StringType, "The run's id."),
            field("started", DataTypes.TimestampType, "When it began."),
            field("finished", DataTypes.TimestampType, "When its rows were whole."),
            field("output", DataTypes.StringType, "The folder the job works in: names the job."),
            field("mode", DataTypes.StringType, "append, overwrite or incremental."),
            field("version", DataTypes.StringType, "Corpuscle's."),
            field("kernels", DataTypes.StringType, "Provider and instruction set."),
            field("models", TEXTS, "SHA-256 of each model."),
            field("precisions", TEXTS, "What products of each model multiply."),
            field(
                "reading",
                DataTypes.StringType,
                "Names all that decides rows beside documents: runs of one can be compared."),
            field("config", DataTypes.StringType, "The configuration, as JSON."),
            field(
                "input_snapshot",
                DataTypes.StringType,
                "Of a table, its snapshot or version; else a hash over files, their sizes and times, and texts."),
            field("documents", DataTypes.LongType, "Documents of the run."),
            field("failed", DataTypes.LongType, "Those that could not be read."),
            field("windows", DataTypes.LongType, "Rows of windows."),
            field("tokens", DataTypes.LongType, "Tokens of all documents."),
            field("bytes", DataTypes.LongType, "Bytes of text of all documents."),
            field(
                "changes",
                DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType),
                "Of an incremental run, documents by what became of them."),
            field("read_tokens", DataTypes.LongType, "Tokens that the run read itself."),
            field("seconds", DataTypes.DoubleType, "From its beginning until its rows were whole."),
            field("core_seconds", DataTypes.DoubleType, "Time its tasks spent on documents."),
            field("tokens_per_second", DataTypes.DoubleType, "read_tokens over seconds."),
            field(
                "energy_pj",
                DataTypes.DoubleType,
                "Arithmetic of spikes by the run's energy model, pJ; none if not counted."),
            field("content_hash", DataTypes.StringType, "Over every content row."),
            field(
                "versions",
                TEXTS,
                "Of tables that keep old states, what VERSION AS OF takes for this run's.")
          });

  private RunHistory() {}

  private static StructField field(String name, DataType type, String meaning) {
    return DataTypes.createStructField(name, type, true).withComment(meaning);
  }

  /**
   * The row of a run.
   *
   * @param has the tables it has
   * @param output the folder its job works in
   * @param versions of the tables it was published to
   */
  static RunRows of(
      SparkSession spark,
      Runs.Committed run,
      List<RunTable> has,
      String output,
      Map<String, String> versions) {
    RunManifest manifest = run.manifest();
    RunManifest.Counts counts = manifest.counts();
    Instant started = Instant.parse(manifest.started());
    Instant finished = Instant.parse(manifest.finished());
    double seconds = Duration.between(started, finished).toMillis() / MILLIS;
    Row cost = cost(spark, run);
    long readTokens = cost.getLong(1);
    Row row =
        RowFactory.create(
            manifest.run(),
            started,
            finished,
            output,
            String.valueOf(manifest.config().get("mode")),
            manifest.version(),
            manifest.kernels(),
            manifest.models(),
            manifest.precisions(),
            manifest.reading(),
            json(manifest.config()),
            manifest.inputSnapshot().isEmpty() ? cost.getString(2) : manifest.inputSnapshot(),
            counts.documents(),
            counts.failed(),
            counts.windows(),
            counts.tokens(),
            counts.bytes(),
            manifest.changes(),
            readTokens,
            seconds,
            cost.getDouble(0),
            seconds > 0 ? readTokens / seconds : null,
            has.contains(RunTable.SPIKES) ? energy(spark, run) : null,
            manifest.contentHash(),
            versions);
    return RunRows.of(run, TABLE, spark.createDataFrame(List.of(row), SCHEMA));
  }

  /** Core-seconds, tokens read, and a hash over the files, their sizes and times. */
  private static Row cost(SparkSession spark, Runs.Committed run) {
    Dataset<Row> documents = RunRows.read(spark, run, RunTable.DOCUMENTS);
    Column read = coalesce(col("change").notEqual(Change.UNCHANGED.toString()), lit(true));
    return documents
        .agg(
            coalesce(sum(when(read, col("seconds"))), lit(0.0)),
            coalesce(
                sum(when(read, col("tokens").minus(coalesce(col("resumed_from_token"), lit(0L))))),
                lit(0L)),
            hex(
                bit_xor(
                    xxhash64(
                        col("doc_id"),
                        col("uri"),
                        col("file_bytes"),
                        col("file_modified"),
                        col("content_sha256")))))
        .first();
  }

  /** In pJ; null if no layer is spiking. */
  private static @Nullable Double energy(SparkSession spark, Runs.Committed run) {
    Row sum = RunRows.read(spark, run, RunTable.SPIKES).agg(sum("energy_pj")).first();
    return sum.isNullAt(0) ? null : sum.getDouble(0);
  }

  private static String json(Map<String, Object> config) {
    try {
      return JsonMapper.builder().build().writeValueAsString(config);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A configuration that was read as JSON is none", e);
    }
  }
}
