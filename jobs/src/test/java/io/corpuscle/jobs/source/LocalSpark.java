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
        .config("spark.metrics.conf.*.sink.jmx.class", "org.apache.spark.metrics.sink.JmxSink")
        .config("spark.sql.extensions", "io.corpuscle.jobs.sql.CorpuscleExtensions")
        .config("spark.plugins", "io.corpuscle.jobs.metrics.CorpusclePlugin")
        .getOrCreate();
  }
}
