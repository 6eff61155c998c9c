package io.corpuscle.jobs.cli;

import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.quantization.Quantization;
import io.corpuscle.engine.quantization.QuantizationReport;
import io.corpuscle.jobs.quantize.QuantizeJob;
import java.io.IOException;
import java.time.Duration;
import org.apache.spark.sql.SparkSession;

/** {@code corpuscle quantize}: makes a W8ASpike checkpoint, and says what it cost. */
final class Quantize {
  private final Console console;
  private final SparkSession spark;

  Quantize(Console console, SparkSession spark) {
    this.console = console;
    this.spark = spark;
  }

  int run(QuantizeJob.Request request, String kernels) throws IOException {
    QuantizationReport report =
        QuantizeJob.run(
            spark, request, KernelSelection.onClassPath().choose(kernels), new StepLines(console));
    report.facts().forEach(console::line);
    console.line("");
    report.table().forEach(console::line);
    console.line("");
    console.print("written  %s", request.target());
    return Corpuscle.OK;
  }

  /** A line when a step is done, and every so often while it lasts. */
  private static final class StepLines implements Quantization.Progress {
    private static final Duration BETWEEN = Duration.ofSeconds(10);

    private final Console console;
    private long said = System.nanoTime();

    StepLines(Console console) {
      this.console = console;
    }

    @Override
    public void at(String step, int part, int parts) {
      if (part == parts || System.nanoTime() - said > BETWEEN.toNanos()) {
        said = System.nanoTime();
        console.say(step + ": " + part + " of " + parts + " layers");
      }
    }
  }
}
