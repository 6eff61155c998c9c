package io.corpuscle.engine.spike;

import java.util.Locale;
import java.util.Objects;

/**
 * The spikes of n neurons over T steps, {@code [T, n]} over {0, 1} or {−1, 0, 1}. Immutable to
 * those outside this package.
 *
 * <p>Bit-packed: one plane of bits says where a spike is and, where spikes have signs, a second
 * plane which of them are negative. Neuron i of step t is bit i mod 64 of word ⌊i/64⌋ of the step.
 */
public final class SpikeTrain {
  /** What a step of a neuron can hold. */
  enum Alphabet {
    /** {0, 1}. */
    UNSIGNED,
    /** {−1, 0, 1}. */
    SIGNED,
  }

  private final int steps;
  private final int neurons;

  /** Words of a step. */
  private final int words;

  /** Bits {@code [T, n]}, 1 where a spike is. */
  private final long[] spikes;

  /** Bits {@code [T, n]}, 1 where a spike is negative; no words where none can be. */
  private final long[] signs;

  private SpikeTrain(int steps, int neurons, int words, long[] spikes, long[] signs) {
    this.steps = steps;
    this.neurons = neurons;
    this.words = words;
    this.spikes = spikes;
    this.signs = signs;
  }

  /** A train in which nothing has fired yet. */
  static SpikeTrain silent(int steps, int neurons, Alphabet alphabet) {
    int words = neurons / Long.SIZE + (neurons % Long.SIZE == 0 ? 0 : 1);
    long plane = (long) steps * words;
    if (plane > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a spike train of %,d steps and %,d neurons needs %,d words and an array holds %,d. "
                  + "Code such counts bitwise: T is then at most 32.",
              steps,
              neurons,
              plane,
              Integer.MAX_VALUE - 8));
    }
    long[] signs = new long[alphabet == Alphabet.SIGNED ? (int) plane : 0];
    return new SpikeTrain(steps, neurons, words, new long[(int) plane], signs);
  }

  /** Lets neuron {@code i} fire at step {@code t}. */
  void fire(int t, int i) {
    spikes[word(t, i)] |= 1L << i;
  }

  /** Lets neuron {@code i} fire negatively at step {@code t}; only where spikes have signs. */
  void fireNegative(int t, int i) {
    fire(t, i);
    signs[word(t, i)] |= 1L << i;
  }

  /** T. */
  public int steps() {
    return steps;
  }

  /** n. */
  public int neurons() {
    return neurons;
  }

  /** What neuron {@code i} does at step {@code t}: −1, 0 or 1. */
  public int spike(int t, int i) {
    int word = word(t, i);
    // A shift by a long's i is by i mod 64.
    int fired = (int) (spikes[word] >>> i) & 1;
    int negative = signs.length == 0 ? 0 : (int) (signs[word] >>> i) & 1;
    return fired - 2 * negative;
  }

  /** The first neuron from {@code from} on that fires at step {@code t}; n if none does. */
  public int nextSpike(int t, int from) {
    Objects.checkIndex(t, steps);
    Objects.checkIndex(from, neurons + 1);
    int first = from / Long.SIZE;
    for (int word = first; word < words; word++) {
      long rest = spikes[t * words + word];
      if (word == first) {
        rest &= -1L << from;
      }
      if (rest != 0) {
        return word * Long.SIZE + Long.numberOfTrailingZeros(rest);
      }
    }
    return neurons;
  }

  /** Σ|spikes|. */
  public long spikes() {
    long sum = 0;
    for (long word : spikes) {
      sum += Long.bitCount(word);
    }
    return sum;
  }

  /** Σ|spikes| / (T·n): per neuron and step. 0 where there are none. */
  public double firingRate() {
    return steps == 0 || neurons == 0 ? 0 : (double) spikes() / ((long) steps * neurons);
  }

  /** How much memory the planes take, in bytes. */
  public long bytes() {
    return (long) Long.BYTES * (spikes.length + signs.length);
  }

  private int word(int t, int i) {
    Objects.checkIndex(t, steps);
    Objects.checkIndex(i, neurons);
    return t * words + i / Long.SIZE;
  }
}
