package io.corpuscle.jobs.faults;

import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.AnalyzeJob;
import io.corpuscle.jobs.run.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** The main class of a driver in a JVM of its own: reads a configuration, says what came of it. */
final class Driver {
  static final String HASH = "hash ";

  /** Said of how long to do it over and over. */
  static final String MINUTES = "minutes:";

  private Driver() {}

  /**
   * @param arguments the configuration, then {@code key=value} of it; Spark's settings are system
   *     properties
   */
  public static void main(String... arguments) throws IOException {
    Duration least = Duration.ZERO;
    List<String> overrides = new ArrayList<>();
    for (String argument : List.of(arguments).subList(1, arguments.length)) {
      if (argument.startsWith(MINUTES)) {
        least = Duration.ofMinutes(Long.parseLong(argument.substring(MINUTES.length())));
      } else {
        overrides.add(argument);
      }
    }
    AnalyzeConfig config = AnalyzeConfig.read(Path.of(arguments[0]), overrides);
    long started = System.nanoTime();
    try (SparkSession spark = SparkSession.builder().appName("faults").getOrCreate()) {
      do {
        Runs.Committed run = AnalyzeJob.run(spark, config);
        System.out.println(HASH + run.manifest().contentHash());
      } while (System.nanoTime() - started < least.toNanos());
    }
  }
}
