package io.corpuscle.bench.table;

import io.corpuscle.bench.ModelCost;
import io.corpuscle.bench.Rate;
import io.corpuscle.bench.Rate.Span;
import io.corpuscle.bench.Subject;
import io.corpuscle.bench.TokenReading.Scoring;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * Whole reading on all threads, a task each, as a share of the best INT8 product: by all operations
 * that the model's equations ask for, and by those of its matrix products alone.
 */
final class Reading {
  private static final Map<String, Double> TARGETS =
      Map.of("text", 0.45, "dna", 0.35, Models.HALF_BILLION, 0.50);

  private final Arguments arguments;
  private final Models models;
  private final Kernels kernels;
  private final Precision precision;
  private final int threads;

  Reading(Arguments arguments, Models models) {
    this.arguments = arguments;
    this.models = models;
    this.kernels = arguments.kernels();
    this.precision = arguments.precision();
    this.threads = arguments.threads();
  }

  void run() throws IOException {
    Duration measured = arguments.seconds(15);
    double ceiling = arguments.ceilings(measured.dividedBy(30)).of(Precision.INT8).allThreads();
    Report.line("best INT8 product, %d threads: %,.0f GOPS", threads, ceiling / 1e9);
    for (String name : arguments.models(Models.ALL)) {
      Subject subject = models.open(name, kernels, precision);
      ModelCost cost = subject.cost();
      double rate = rate(subject, measured);
      Report.line(
          "  %-5s %,9.0f tokens/s; by its matrix products alone %.3f of the limit",
          name, rate, rate * cost.products() / ceiling);
      Report.atLeast(
          name + ", whole reading, share of the INT8 limit",
          rate * cost.total() / ceiling,
          TARGETS.getOrDefault(name, 0.0));
    }
    if (arguments.models(Models.ALL).contains(Models.HALF_BILLION)) {
      Subject subject =
          Subject.ofTokens(models.folder(Models.HALF_BILLION), kernels, precision, Scoring.NONE);
      Report.line(
          "  %-5s %,9.0f tokens/s without logits", Models.HALF_BILLION, rate(subject, measured));
    }
  }

  private double rate(Subject subject, Duration measured) {
    Span span = new Span(measured.dividedBy(2), subject.warmUpTokens(), measured);
    return arguments.perSecond(Rate.of(subject.reading(), threads, span));
  }
}
