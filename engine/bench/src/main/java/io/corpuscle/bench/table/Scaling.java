package io.corpuscle.bench.table;

import io.corpuscle.bench.Rate;
import io.corpuscle.bench.Rate.Span;
import io.corpuscle.bench.Subject;
import io.corpuscle.engine.kernel.Kernels;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/** All cores, a task each, against one task on one core: in turns, medians held to each other. */
final class Scaling {
  /** Of two; of n cores, n times as much for each but the first. */
  private static final double TARGET_A_CORE = 0.95;

  private final Arguments arguments;
  private final Models models;

  Scaling(Arguments arguments, Models models) {
    this.arguments = arguments;
    this.models = models;
  }

  void run() throws IOException {
    Kernels kernels = arguments.kernels();
    int threads = arguments.threads();
    Duration measured = arguments.seconds(10);
    int rounds = arguments.rounds(3);
    for (String model : arguments.models(Models.ALL)) {
      Subject subject = models.open(model, kernels, arguments.precision());
      Span span = new Span(measured.dividedBy(2), subject.warmUpTokens(), measured);
      double[] one = new double[rounds];
      double[] all = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        one[round] = arguments.perSecond(Rate.of(subject.reading(), 1, span));
        all[round] = arguments.perSecond(Rate.of(subject.reading(), threads, span));
        Report.line(
            "  %-5s round %d: %,9.0f tokens/s on one thread, %,9.0f on %d",
            model, round + 1, one[round], all[round], threads);
      }
      Report.atLeast(
          model + ", " + threads + " tasks against one",
          median(all) / median(one),
          TARGET_A_CORE * threads);
    }
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
