package io.corpuscle.bench.table;

import io.corpuscle.bench.FeedForwardPass;
import io.corpuscle.bench.Rate;
import io.corpuscle.bench.Rate.Span;
import java.time.Duration;
import java.util.List;

/**
 * What routing costs: a mixture of experts, one of 16 and a shared one for a token, against a dense
 * feed-forward of the same active size, chunk by chunk on all threads; in turns, medians.
 */
final class Experts {
  private static final double AT_MOST = 1.10;
  private static final List<Integer> CHUNKS = List.of(512, 1024, 2048, 4096);

  private final Arguments arguments;

  Experts(Arguments arguments) {
    this.arguments = arguments;
  }

  void run() {
    FeedForwardPass.Weights weights =
        new FeedForwardPass.Weights(
            arguments.kernels(), arguments.precision(), FeedForwardPass.Shape.HALF_BILLION);
    FeedForwardPass.Layer single = weights.dense();
    FeedForwardPass.Layer routed = weights.mixture();
    for (int chunk : CHUNKS) {
      int rounds = arguments.rounds(5);
      double[] dense = new double[rounds];
      double[] mixture = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        dense[round] = rate(weights, single, chunk);
        mixture[round] = rate(weights, routed, chunk);
      }
      Report.line(
          "  %,5d tokens a chunk: %,9.0f tokens/s dense, %,9.0f with experts",
          chunk, Scaling.median(dense), Scaling.median(mixture));
      Report.atMost(
          "experts, time against dense, chunks of " + chunk,
          Scaling.median(dense) / Scaling.median(mixture),
          AT_MOST);
    }
  }

  private double rate(FeedForwardPass.Weights weights, FeedForwardPass.Layer layer, int chunk) {
    Duration measured = arguments.seconds(2);
    Span span = new Span(measured.dividedBy(2), 4L * chunk, measured);
    return arguments.perSecond(
        Rate.of(() -> new FeedForwardPass(weights, layer, chunk), arguments.threads(), span));
  }
}
