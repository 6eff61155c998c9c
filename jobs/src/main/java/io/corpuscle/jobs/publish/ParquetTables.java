package io.corpuscle.jobs.publish;

import io.corpuscle.jobs.run.ParquetTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Tables as folders, {@code TABLE/run_date=2026-01-31/run=ID}: what Hive calls partitions. A run's
 * partition is written anew if it is asked for again; readers who want whole runs only look in
 * {@code runs} for those that are there, where a run comes last.
 */
final class ParquetTables implements LakeTables {
  private static final String RUN_DATE = "run_date";

  private final SparkSession spark;
  private final String folder;

  ParquetTables(SparkSession spark, String folder) {
    this.spark = spark;
    this.folder = folder;
  }

  @Override
  public void requireUsable() {
    try {
      Path path = new Path(folder);
      if (!files(path).mkdirs(path)) {
        throw new IOException("no folder could be created there");
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new PublishException(
          "publish.to is " + folder + ", which cannot be written to: " + e.getMessage(), e);
    }
  }

  private FileSystem files(Path path) throws IOException {
    return path.getFileSystem(spark.sessionState().newHadoopConf());
  }

  @Override
  public String name(String table) {
    return new Path(folder, table).toString();
  }

  @Override
  public Optional<Dataset<Row>> published(String table) {
    Path path = new Path(name(table));
    try {
      return hasFiles(path) ? Optional.of(spark.read().parquet(path.toString())) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be reached", e);
    }
  }

  /** A run that was cut short may have left folders without any. */
  private boolean hasFiles(Path table) throws IOException {
    FileSystem files = files(table);
    int below = files.makeQualified(table).toString().length();
    try {
      RemoteIterator<LocatedFileStatus> all = files.listFiles(table, true);
      while (all.hasNext()) {
        String name = all.next().getPath().toString().substring(below);
        if (name.endsWith(".parquet") && !name.contains("/_")) {
          return true;
        }
      }
      return false;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  @Override
  public Optional<Dataset<Row>> written(String table) {
    return published(table);
  }

  @Override
  public void append(RunRows rows) {
    Path partition =
        new Path(
            new Path(name(rows.table()), RUN_DATE + "=" + rows.date()),
            RunRows.RUN + "=" + rows.run());
    ParquetTable.rewrite(rows.rows().drop(RunRows.RUN), partition.toString());
  }

  @Override
  public void replace(RunRows rows) {
    append(rows);
    Path runs = new Path(name(rows.table()), RUN_DATE + "=*/" + RunRows.RUN + "=*");
    try {
      FileSystem files = files(runs);
      for (FileStatus run : files.globStatus(runs)) {
        if (!run.getPath().getName().equals(RunRows.RUN + "=" + rows.run())) {
          files.delete(run.getPath(), true);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Earlier runs, " + runs + ", cannot be removed", e);
    }
  }

  @Override
  public boolean merges() {
    return false;
  }

  @Override
  public void merge(RunRows changes, List<String> keys) {
    throw new UnsupportedOperationException("Parquet files are not changed row by row");
  }

  @Override
  public void release(String table) {
    // What is written can be seen.
  }

  @Override
  public Optional<String> version(String table) {
    return Optional.empty();
  }
}
