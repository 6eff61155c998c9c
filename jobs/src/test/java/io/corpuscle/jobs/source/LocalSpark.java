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
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.plugins", "io.corpuscle.jobs.metrics.CorpusclePlugin")
        .getOrCreate();
  }

  /** Gives the session an Iceberg catalog whose tables lie in a folder. */
  public static void icebergCatalog(String name, String warehouse) {
    String key = "spark.sql.catalog." + name;
    session().conf().set(key, "org.apache.iceberg.spark.SparkCatalog");
    session().conf().set(key + ".type", "hadoop");
    session().conf().set(key + ".warehouse", warehouse);
  }
}
