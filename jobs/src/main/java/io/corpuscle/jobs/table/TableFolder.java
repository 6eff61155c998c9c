package io.corpuscle.jobs.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Tables that lie in folders and have no names of their own. */
public final class TableFolder {
  private TableFolder() {}

  /** A folder's path; one that is relative counts from the default file system's. */
  public static String absolute(SparkSession spark, String folder) {
    Path path = new Path(folder);
    if (path.isAbsolute() || path.toUri().getScheme() != null) {
      return folder;
    }
    Configuration hadoop = spark.sessionState().newHadoopConf();
    try {
      return new Path(FileSystem.get(hadoop).getWorkingDirectory(), path).toString();
    } catch (IOException e) {
      throw new UncheckedIOException("The default file system cannot be reached", e);
    }
  }

  /** What SQL calls a Delta table: there only an absolute path is one. */
  public static String ofDelta(SparkSession spark, String folder) {
    return "delta.`" + absolute(spark, folder).replace("`", "``") + "`";
  }
}
