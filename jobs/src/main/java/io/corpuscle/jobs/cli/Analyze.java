package io.corpuscle.jobs.cli;

import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.AnalyzeJob;
import io.corpuscle.jobs.run.Runs;
import org.apache.spark.sql.SparkSession;

/** {@code corpuscle analyze}: runs the job, shows how far it is, and sums up. */
final class Analyze {
  private final Console console;
  private final SparkSession spark;

  Analyze(Console console, SparkSession spark) {
    this.console = console;
    this.spark = spark;
  }

  int run(AnalyzeConfig config) throws Exception {
    try (StopSignal stop = new StopSignal(spark.sparkContext())) {
      Runs.Committed run;
      try (Progress shown = new Progress(console, spark.sparkContext())) {
        run = AnalyzeJob.run(spark, config);
      } catch (Exception e) { // Spark throws checked ones that it does not declare
        if (!stop.received()) {
          throw e;
        }
        console.say(
            config.journal().kept()
                ? "stopped. No run was written, and earlier ones are as they were. The same command goes on from here."
                : "stopped. No run was written, and earlier ones are as they were.");
        return Corpuscle.FAILED;
      }
      new Summary(console, spark, config, run).print();
      boolean any = run.manifest().counts().failed() < run.manifest().counts().documents();
      return any ? Corpuscle.OK : Corpuscle.FAILED;
    }
  }
}
