package io.corpuscle.engine.spike;

/**
 * Which neurons fire when, over the tokens of a slice of counts: every token takes the T steps that
 * the largest count of all takes, so time runs over tokens · T steps.
 *
 * <p>{@link SpikeCoding#BINARY} and {@link SpikeCoding#BITWISE} have no signs: of counts below 0
 * they are given the magnitude.
 */
public final class FiringMap {
  private final SpikeCoding coding;
  private final int tokens;
  private final int neurons;
  private final SpikeTrain train;

  /** How {@code slice} is fired in {@code coding}. */
  public FiringMap(SpikeSlice slice, SpikeCoding coding) {
    this.coding = coding;
    this.tokens = slice.tokens();
    this.neurons = slice.neurons();
    int[] counts = new int[Math.multiplyExact(tokens, neurons)];
    for (int token = 0; token < tokens; token++) {
      for (int neuron = 0; neuron < neurons; neuron++) {
        int count = slice.count(token, neuron);
        counts[token * neurons + neuron] = coding.isSigned() ? count : Math.abs(count);
      }
    }
    this.train = coding.encode(counts);
  }

  /** How the counts were spread. */
  public SpikeCoding coding() {
    return coding;
  }

  /** How many tokens. */
  public int tokens() {
    return tokens;
  }

  /** How many neurons. */
  public int neurons() {
    return neurons;
  }

  /** T, the steps of each token. */
  public int steps() {
    return train.steps();
  }

  /** What a neuron does at step {@code t} of a token: −1, 0 or 1. */
  public int spike(int token, int t, int neuron) {
    return train.spike(t, token * neurons + neuron);
  }

  /** How often the neurons fire, all in all. */
  public long spikes() {
    return train.spikes();
  }

  /** Spikes for each neuron and step. */
  public double firingRate() {
    return train.firingRate();
  }
}
