package io.corpuscle.engine.verification;

import io.corpuscle.engine.spike.SpikeTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares surprisals of spiking models. Spiking is chaotic: a count that the last bit of a float
 * flips decorrelates every token after it, and two correct implementations come to differ as much
 * as spiking itself changes. So tokens before the first difference must agree closely, and there
 * must be some; and over the whole the means must agree.
 */
final class SpikingComparison {
  /** A difference of this many nats shows that some count was flipped. */
  private static final double FLIPPED = 1e-3;

  private static final int FEWEST_TOKENS = 20;
  private static final double LARGEST_MEAN_BEFORE = 1e-5;
  private static final double LARGEST_DIFFERENCE_OF_MEANS = 0.02;

  private static final double LARGEST_DIFFERENCE_OF_STATISTICS = 1e-3;

  private SpikingComparison() {}

  /** Means over the whole, however early counts flip. */
  static Comparison means(float[] expected, float[] actual) {
    double sum = 0;
    for (int t = 0; t < expected.length; t++) {
      sum += (double) actual[t] - expected[t];
    }
    return Comparison.atMost(
        "|mean Δnll|", Math.abs(sum / expected.length), LARGEST_DIFFERENCE_OF_MEANS);
  }

  /** Token by token, up to the first flip. */
  static List<Comparison> beforeTheFirstFlip(float[] expected, float[] actual) {
    double sum = 0;
    int t = 0;
    while (t < expected.length && Math.abs((double) actual[t] - expected[t]) <= FLIPPED) {
      sum += Math.abs((double) actual[t] - expected[t]);
      t++;
    }
    List<Comparison> comparisons = new ArrayList<>();
    comparisons.add(Comparison.atLeast("tokens before the first flip", t, FEWEST_TOKENS));
    comparisons.add(
        Comparison.atMost("mean|Δnll| of these", t == 0 ? 0 : sum / t, LARGEST_MEAN_BEFORE));
    return comparisons;
  }

  /** Statistics of the counts, those that the reference has. */
  static List<Comparison> statistics(Map<String, Double> expected, SpikeTally actual) {
    Map<String, Double> counted =
        Map.of(
            "spikes_per_channel", actual.spikesPerChannel(),
            "silent_fraction", actual.silentFraction(),
            "within7_fraction", actual.within7Fraction());
    List<Comparison> comparisons = new ArrayList<>();
    counted.forEach(
        (name, value) -> {
          if (expected.containsKey(name)) {
            double difference = Math.abs(value - expected.getOrDefault(name, Double.NaN));
            comparisons.add(
                Comparison.atMost("|Δ" + name + "|", difference, LARGEST_DIFFERENCE_OF_STATISTICS));
          }
        });
    return comparisons;
  }
}
