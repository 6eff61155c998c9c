package io.corpuscle.jobs.publish;

import io.corpuscle.jobs.table.TableFolder;
import io.corpuscle.jobs.table.TableVersion;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Delta tables, in a folder or a namespace. A run's rows come under a transaction id made of the
 * run's, so that Delta itself refuses them a second time.
 */
final class DeltaTables implements LakeTables {
  private static final String FORMAT = "delta";
  private static final String EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";
  private static final String CATALOG = "org.apache.spark.sql.delta.catalog.DeltaCatalog";

  private final SparkSession spark;
  private final String to;
  private final boolean folder;

  /**
   * @param to a namespace, or a folder's absolute path
   * @param folder which of them it is
   */
  DeltaTables(SparkSession spark, String to, boolean folder) {
    this.spark = spark;
    this.to = to;
    this.folder = folder;
  }

  @Override
  public void requireUsable() {
    String extensions = spark.conf().get("spark.sql.extensions", "");
    if (!extensions.contains(EXTENSION)) {
      throw new PublishException(
          String.format(
              Locale.ROOT,
              "publish.format is delta, and spark.sql.extensions is '%s'. Delta wants --conf spark.sql.extensions=%s, --conf spark.sql.catalog.spark_catalog=%s, and --packages with Delta for this Spark.",
              extensions,
              EXTENSION,
              CATALOG));
    }
    if (!folder) {
      spark.sql("CREATE NAMESPACE IF NOT EXISTS " + to);
    }
  }

  @Override
  public String name(String table) {
    return folder ? new Path(to, table).toString() : to + "." + table;
  }

  /** As SQL has it. */
  private String sqlName(String table) {
    return folder ? TableFolder.ofDelta(spark, name(table)) : name(table);
  }

  @Override
  public Optional<Dataset<Row>> published(String table) {
    return exists(table) ? Optional.of(spark.table(sqlName(table))) : Optional.empty();
  }

  private boolean exists(String table) {
    if (!folder) {
      return spark.catalog().tableExists(name(table));
    }
    // Before the first commit of a table its log may be there, and empty.
    Path log = new Path(name(table), "_delta_log");
    try {
      FileStatus[] commits =
          log.getFileSystem(spark.sessionState().newHadoopConf()).listStatus(log);
      return Stream.of(commits).anyMatch(file -> file.getPath().getName().endsWith(".json"));
    } catch (FileNotFoundException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(log + " cannot be reached", e);
    }
  }

  @Override
  public Optional<Dataset<Row>> written(String table) {
    return published(table);
  }

  @Override
  public void append(RunRows rows) {
    write(rows, SaveMode.Append);
  }

  @Override
  public void replace(RunRows rows) {
    write(rows, SaveMode.Overwrite);
  }

  private void write(RunRows rows, SaveMode mode) {
    DataFrameWriter<Row> writer =
        rows.rows()
            .write()
            .format(FORMAT)
            .mode(mode)
            .option("compression", "zstd")
            .option("txnAppId", "corpuscle-" + rows.run())
            .option("txnVersion", 1);
    if (folder) {
      writer.save(name(rows.table()));
    } else {
      writer.saveAsTable(name(rows.table()));
    }
  }

  @Override
  public boolean merges() {
    return true;
  }

  @Override
  public void merge(RunRows changes, List<String> keys) {
    RowMerge.into(sqlName(changes.table()), changes, keys);
  }

  @Override
  public void release(String table) {
    // What is written can be seen.
  }

  @Override
  public Optional<String> version(String table) {
    return TableVersion.ofDelta(spark, sqlName(table)).collectAsList().stream()
        .map(row -> row.getString(0))
        .findFirst();
  }
}
