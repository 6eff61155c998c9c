package io.corpuscle.jobs.export;

import io.corpuscle.jobs.run.OrderedFiles;
import io.corpuscle.jobs.run.RunTable;
import io.corpuscle.jobs.run.Runs;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes tables of a run as Arrow IPC files, in the order of their keys: {@code windows.arrow}, or
 * {@code windows-00000.arrow} and so on where a table is large. Every task writes one file, a batch
 * of rows in memory, into a hidden folder beside them; when all are whole, those of an earlier
 * export go, and these get their names.
 */
public final class ArrowExport {
  private static final String UNFINISHED = "_unfinished-";

  private final SparkSession spark;
  private final Configuration hadoop;
  private final Path folder;
  private final ArrowCompression compression;

  /**
   * An export into a folder.
   *
   * @param folder on a file system that the driver and all executors see; created if need be
   */
  public ArrowExport(SparkSession spark, String folder, ArrowCompression compression) {
    this.spark = spark;
    this.hadoop = spark.sessionState().newHadoopConf();
    this.folder = new Path(folder);
    this.compression = compression;
  }

  /** The files of a table that are there already, by their names. */
  public List<String> present(RunTable table) {
    try {
      return files(table).stream().map(Path::toString).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be listed", e);
    }
  }

  /**
   * A table that was written.
   *
   * @param files their paths, in the order of their rows
   * @param rows how many there are in all of them
   */
  public record Exported(RunTable table, List<String> files, long rows) {}

  /**
   * Writes a table, in the place of what an earlier export wrote of it.
   *
   * @param table one that the run has
   * @throws IllegalArgumentException if it has columns that are not known here
   * @throws UncheckedIOException if the folder cannot be written to
   */
  public Exported export(Runs.Committed run, RunTable table) {
    Path aside = new Path(folder, UNFINISHED + UUID.randomUUID());
    try {
      FileSystem files = folder.getFileSystem(hadoop);
      try {
        return replace(table, written(run, table, aside), files);
      } finally {
        files.delete(aside, true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(
              Locale.ROOT,
              "%s of %s could not be exported to %s: %s. Name a folder that can be written to, and"
                  + " that the driver and all executors see.",
              table,
              run.folder(),
              folder,
              e.getMessage()),
          e);
    }
  }

  private List<WrittenFile> written(Runs.Committed run, RunTable table, Path aside) {
    Dataset<Row> rows = spark.read().parquet(run.table(table.toString()));
    List<String> columns = columns(rows, table, run);
    FileTask task =
        new FileTask(
            table,
            columns,
            run.manifest().run(),
            run.manifest().contentHash(),
            compression,
            aside.toString(),
            new SerializableConfiguration(hadoop));
    return OrderedFiles.of(rows, rows.count(), table.keys())
        .toJavaRDD()
        .mapPartitionsWithIndex(task, true)
        .collect()
        .stream()
        .sorted(Comparator.comparingInt(WrittenFile::part))
        .toList();
  }

  /** Those of the run, in the order of the table. */
  private static List<String> columns(Dataset<Row> rows, RunTable table, Runs.Committed run) {
    List<String> present = Arrays.asList(rows.columns());
    List<String> known =
        table.table().columns().stream().map(io.corpuscle.schemas.Column::name).toList();
    List<String> unknown = present.stream().filter(column -> !known.contains(column)).toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s of %s has columns that are not known here: %s. The run is of version %s: export"
                  + " with that, or a later one.",
              table,
              run.folder(),
              String.join(", ", unknown),
              run.manifest().version()));
    }
    return known.stream().filter(present::contains).toList();
  }

  private Exported replace(RunTable table, List<WrittenFile> written, FileSystem files)
      throws IOException {
    for (Path earlier : files(table)) {
      files.delete(earlier, false);
    }
    List<String> names = new ArrayList<>();
    long rows = 0;
    for (WrittenFile file : written) {
      String part = written.size() == 1 ? "" : String.format(Locale.ROOT, "-%05d", file.part());
      Path name = new Path(folder, table + part + ".arrow");
      if (!files.rename(new Path(file.path()), name)) {
        throw new IOException(file.path() + " could not be renamed to " + name);
      }
      names.add(name.toString());
      rows += file.rows();
    }
    return new Exported(table, names, rows);
  }

  private List<Path> files(RunTable table) throws IOException {
    Pattern name = Pattern.compile(Pattern.quote(table.toString()) + "(-\\d{5})?\\.arrow");
    try {
      return Arrays.stream(folder.getFileSystem(hadoop).listStatus(folder))
          .map(FileStatus::getPath)
          .filter(path -> name.matcher(path.getName()).matches())
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }
}
