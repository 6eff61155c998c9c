package io.corpuscle.engine.spike;

import java.util.Locale;

/** Spike counts of some neurons over some tokens, {@code [tokens, neurons]}. Immutable. */
public final class SpikeSlice {
  private final int tokens;
  private final int neurons;
  private final int[] counts;

  /**
   * @param counts {@code [tokens, neurons]}, token by token
   */
  public SpikeSlice(int tokens, int neurons, int[] counts) {
    if (counts.length != (long) tokens * neurons) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "there are %,d counts and [%,d, %,d] are %,d. Pass them whole, token by token.",
              counts.length,
              tokens,
              neurons,
              (long) tokens * neurons));
    }
    this.tokens = tokens;
    this.neurons = neurons;
    this.counts = counts.clone();
  }

  /** How many tokens. */
  public int tokens() {
    return tokens;
  }

  /** How many neurons. */
  public int neurons() {
    return neurons;
  }

  /** How often a neuron fired at a token; below 0 for inhibition. */
  public int count(int token, int neuron) {
    return counts[token * neurons + neuron];
  }

  /** The largest |count|; 0 where there are none. */
  public int largest() {
    int largest = 0;
    for (int count : counts) {
      largest = Math.max(largest, Math.abs(count));
    }
    return largest;
  }
}
