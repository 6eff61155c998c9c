package io.corpuscle.jobs.source;

import org.apache.spark.sql.SparkSession;

/** One Spark for all tests of a JVM: starting it takes longer than most of them. */
public final class LocalSpark {
  private LocalSpark() {}

  /** A session that runs eight tasks at a time, whatever the machine. */
  public static SparkSession session() {
    return SparkSession.builder()
        .master("local[8]")
        .appName("tests")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.databricks.delta.snapshotPartitions", "2")
        // What the UI would show of thousands of queries is of use to nobody.
        .config("spark.sql.ui.retainedExecutions", "5")
        .config("spark.ui.retainedJobs", "20")
        .config("spark.ui.retainedStages", "20")
        .config("spark.ui.retainedTasks", "1000")
        .config("spark.metrics.conf.*.sink.jmx.class", "org.apache.spark.metrics.sink.JmxSink")
        .config(
            "spark.sql.extensions",
            "io.corpuscle.jobs.sql.CorpuscleExtensions,"
                + "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions,"
                + "io.delta.sql.DeltaSparkSessionExtension")
        .config("spark.plugins", "io.corpuscle.jobs.metrics.CorpusclePlugin")
        .getOrCreate();
  }

  /**
   * A session on the same Spark for tables of a lake, whose session catalog is Delta's, as Delta
   * wants it, with an Iceberg catalog whose tables lie in a folder.
   *
   * @param catalog its name; a session keeps a catalog for good
   */
  public static SparkSession lake(String catalog, String warehouse) {
    SparkSession lake = session().newSession();
    lake.conf().set("spark.sql.shuffle.partitions", "2");
    lake.conf()
        .set("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    String key = "spark.sql.catalog." + catalog;
    lake.conf().set(key, "org.apache.iceberg.spark.SparkCatalog");
    lake.conf().set(key + ".type", "hadoop");
    lake.conf().set(key + ".warehouse", warehouse);
    return lake;
  }
}
