package io.corpuscle.jobs.pictures;

import io.corpuscle.engine.spike.SpikeTally;
import java.util.ArrayList;
import java.util.List;

/**
 * A histogram of |count| in bins by powers of two, up to the last that is not empty.
 *
 * @param labels {@code 0}, {@code 1}, {@code 2–3}, {@code 4–7} …
 * @param shares of all channels, in %
 */
record CountBins(List<String> labels, List<Double> shares) {
  /** How many bins hold counts within ±7. */
  static final int WITHIN_7 = 4;

  CountBins {
    labels = List.copyOf(labels);
    shares = List.copyOf(shares);
  }

  static CountBins of(SpikeTally tally) {
    int last = SpikeTally.BINS - 1;
    while (last > 0 && tally.bin(last) == 0) {
      last--;
    }
    List<String> labels = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    for (int bin = 0; bin <= last; bin++) {
      labels.add(label(bin));
      shares.add(tally.channels() == 0 ? 0 : 100.0 * tally.bin(bin) / tally.channels());
    }
    return new CountBins(labels, shares);
  }

  private static String label(int bin) {
    if (bin <= 1) {
      return String.valueOf(bin);
    }
    long least = 1L << (bin - 1);
    return bin == SpikeTally.BINS - 1 ? "≥ " + least : least + "–" + (2 * least - 1);
  }
}
