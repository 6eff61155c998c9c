package io.corpuscle.jobs.faults;

import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.AnalyzeJob;
import io.corpuscle.jobs.run.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** The main class of a driver in a JVM of its own: reads a configuration, says what came of it. */
final class Driver {
  static final String HASH = "hash ";

  private Driver() {}

  /**
   * @param arguments the configuration, then {@code key=value} of it; Spark's settings are system
   *     properties
   */
  public static void main(String... arguments) throws IOException {
    List<String> overrides = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
    AnalyzeConfig config = AnalyzeConfig.read(Path.of(arguments[0]), overrides);
    try (SparkSession spark = SparkSession.builder().appName("faults").getOrCreate()) {
      Runs.Committed run = AnalyzeJob.run(spark, config);
      System.out.println(HASH + run.manifest().contentHash());
    }
  }
}
