package io.corpuscle.jobs.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/** Writes rows as Parquet. */
public final class ParquetTable {
  private ParquetTable() {}

  /** Writes rows as they come, to be read again soon. */
  public static void stage(Dataset<Row> rows, String path) {
    parquet(rows, path).parquet(path);
  }

  /** Writes rows in place of all that lies there. */
  public static void rewrite(Dataset<Row> rows, String path) {
    parquet(rows, path).mode(SaveMode.Overwrite).parquet(path);
  }

  /**
   * Writes a table that is quick to search: few files, sorted by {@code keys} from the first row of
   * the first to the last row of the last.
   *
   * @param count how many rows there are
   */
  public static void write(Dataset<Row> rows, long count, List<String> keys, String path) {
    parquet(OrderedFiles.of(rows, count, keys), path).parquet(path);
  }

  private static DataFrameWriter<Row> parquet(Dataset<Row> rows, String path) {
    DataFrameWriter<Row> writer =
        rows.write().mode(SaveMode.ErrorIfExists).options(SearchLayout.of(rows.schema()));
    if (!renamesFolders(rows, path)) {
      // Every rename is a copy there. Version 1 copies a file twice, for others to see all files of
      // a table at once; nobody looks at these before their run is whole.
      writer.option(FileOutputCommitter.FILEOUTPUTCOMMITTER_ALGORITHM_VERSION, 2);
    }
    return writer;
  }

  private static boolean renamesFolders(Dataset<Row> rows, String table) {
    Path path = new Path(table);
    try {
      FileSystem files = path.getFileSystem(rows.sparkSession().sessionState().newHadoopConf());
      return FolderRename.isAtomic(files, path);
    } catch (IOException e) {
      throw new UncheckedIOException(table + " cannot be reached", e);
    }
  }
}
