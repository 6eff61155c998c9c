package io.corpuscle.jobs.publish;

import java.util.Locale;

/** What published tables are kept in. */
public enum TableFormat {
  /** Folders of files, partitioned by the date of the run and the run. */
  PARQUET,
  ICEBERG,
  DELTA;

  /** The name a configuration uses, and Spark. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
