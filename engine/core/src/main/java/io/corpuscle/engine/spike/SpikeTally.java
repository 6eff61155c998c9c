package io.corpuscle.engine.spike;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How often channels fired: a histogram of spike counts, and what they are as spikes of the coding
 * {@link SpikeCoding#BITWISE_BIDIRECTIONAL}. Silent channels count too.
 */
public final class SpikeTally {
  /** Bins of the histogram: silent, then |count| = 1, 2–3, 4–7 and so on by powers of two. */
  public static final int BINS = 25;

  /** T, over which {@link #sparsity} is defined: counts up to ±7. */
  public static final int STEPS = 3;

  private static final int MOST_IN_STEPS = (1 << STEPS) - 1;

  private final long[] bins = new long[BINS];
  private long spikes;
  private long spikesInSteps;

  /** Counts a channel of one token. */
  public void add(int count) {
    add(count, 1);
  }

  /** Corrects a channel that was counted as {@code wrong} and fired {@code right} times. */
  public void replace(int wrong, int right) {
    add(wrong, -1);
    add(right, 1);
  }

  private void add(int count, int times) {
    int magnitude = Math.abs(count);
    bins[Math.min(BINS - 1, Integer.SIZE - Integer.numberOfLeadingZeros(magnitude))] += times;
    spikes += times * Integer.bitCount(magnitude);
    spikesInSteps += times * Integer.bitCount(Math.min(magnitude, MOST_IN_STEPS));
  }

  /**
   * Counts many channels at once.
   *
   * @param channels how many
   * @param atLeast entry j: how many have |count| ≥ 2ʲ; {@code count} entries are read
   * @param moreSpikes Σ of the bits of their |count|
   * @param moreInSteps the same of |count| or {@code 2ᵀ − 1}, whichever is less
   */
  public void add(long channels, long[] atLeast, int count, long moreSpikes, long moreInSteps) {
    long above = channels;
    for (int j = 0; j < count; j++) {
      bins[j] += above - atLeast[j];
      above = atLeast[j];
    }
    bins[count] += above;
    spikes += moreSpikes;
    spikesInSteps += moreInSteps;
  }

  /** Adds what another has counted, {@code times} over. */
  public void add(SpikeTally other, int times) {
    for (int b = 0; b < BINS; b++) {
      bins[b] += times * other.bins[b];
    }
    spikes += times * other.spikes;
    spikesInSteps += times * other.spikesInSteps;
  }

  /** Forgets all. */
  public void clear() {
    Arrays.fill(bins, 0);
    spikes = 0;
    spikesInSteps = 0;
  }

  /** Writes the counts. */
  public void save(DataOutput out) throws IOException {
    for (long bin : bins) {
      out.writeLong(bin);
    }
    out.writeLong(spikes);
    out.writeLong(spikesInSteps);
  }

  /** The counts that were written. */
  public static SpikeTally restored(DataInput in) throws IOException {
    SpikeTally tally = new SpikeTally();
    for (int b = 0; b < BINS; b++) {
      tally.bins[b] = in.readLong();
    }
    tally.spikes = in.readLong();
    tally.spikesInSteps = in.readLong();
    return tally;
  }

  /** How many channels have a |count| of {@code bin} bits. */
  public long bin(int bin) {
    return bins[bin];
  }

  /** How many channels were counted, each token anew. */
  public long channels() {
    return sum(0, BINS);
  }

  /** How many of them did not fire. */
  public long silent() {
    return bins[0];
  }

  /** How many have |count| ≤ 7. */
  public long within7() {
    return sum(0, STEPS + 1);
  }

  private long sum(int from, int to) {
    long sum = 0;
    for (int b = from; b < to; b++) {
      sum += bins[b];
    }
    return sum;
  }

  /** Σ of the bits of |count|: the spikes of the coding. */
  public long spikes() {
    return spikes;
  }

  /** How many steps the coding takes for the largest |count|: its bits, at least 1. */
  public int steps() {
    int steps = BINS - 1;
    while (steps > 1 && bins[steps] == 0) {
      steps--;
    }
    return steps;
  }

  /** Spikes for each channel, steps not divided by. */
  public double spikesPerChannel() {
    return ratio(spikes, channels());
  }

  /** The share of channels that did not fire. */
  public double silentFraction() {
    return ratio(silent(), channels());
  }

  /** The share of channels with |count| ≤ 7. */
  public double within7Fraction() {
    return ratio(within7(), channels());
  }

  /** Spikes for each channel and each of {@link #steps}. */
  public double firingRate() {
    return ratio(spikes, channels() * steps());
  }

  /**
   * The share of steps in which a channel is silent, over T = {@value #STEPS} steps: counts beyond
   * ±7 are taken for ±7, all of whose bits are spikes.
   */
  public double sparsity() {
    return channels() == 0 ? 1 : 1 - ratio(spikesInSteps, channels() * STEPS);
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
