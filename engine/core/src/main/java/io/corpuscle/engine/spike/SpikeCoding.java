package io.corpuscle.engine.spike;

import io.corpuscle.engine.spike.SpikeTrain.Alphabet;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How the spike count c of a neuron is spread over T steps, and gathered from them again.
 *
 * <pre>
 *                              spike at step t                    T
 *   binary                     1 while t &lt; c                      max c
 *   ternary                    sign(c) while t &lt; |c|              max |c|
 *   bitwise                    bit T−1−t of c                     max(1, ⌈log₂(max c + 1)⌉)
 *   bitwise-bidirectional      sign(c) · bit T−1−t of |c|         max(1, ⌈log₂(max |c| + 1)⌉)
 *   bitwise-twos-complement    bit T−1−t of c in T bits           max(2, ⌈log₂(max |c| + 1)⌉ + 1)
 * </pre>
 *
 * <p>In the first two every spike is worth 1. In the bitwise ones the most significant bit comes
 * first and a spike is worth twice one a step later: whoever gathers doubles its sum from step to
 * step. In two's complement a spike of the first step counts against. Decoding gives every count
 * back exactly.
 *
 * <p>T is that of the largest count of all that are encoded together. Counts are those of an int
 * but −2³¹, which has no magnitude there; {@link #BINARY} and {@link #BITWISE} take none below 0.
 */
public enum SpikeCoding {
  /** A count of spikes, over {0, 1}. */
  BINARY("binary", Alphabet.UNSIGNED),

  /** A count of spikes of one sign, over {−1, 0, 1}. */
  TERNARY("ternary", Alphabet.SIGNED),

  /** The bits of a count, over {0, 1}. */
  BITWISE("bitwise", Alphabet.UNSIGNED),

  /** The bits of a magnitude, each with the count's sign, over {−1, 0, 1}. */
  BITWISE_BIDIRECTIONAL("bitwise-bidirectional", Alphabet.SIGNED),

  /** The bits of a count in two's complement, over {0, 1}; the sign bit comes first. */
  BITWISE_TWOS_COMPLEMENT("bitwise-twos-complement", Alphabet.UNSIGNED);

  private final String key;
  private final Alphabet alphabet;

  SpikeCoding(String key, Alphabet alphabet) {
    this.key = key;
    this.alphabet = alphabet;
  }

  /** The coding of a name, as {@link #key} gives it. */
  public static SpikeCoding of(String key) {
    for (SpikeCoding coding : values()) {
      if (coding.key.equals(key)) {
        return coding;
      }
    }
    throw new IllegalArgumentException(
        "there is no spike coding '"
            + key
            + "'. Codings: "
            + Arrays.stream(values()).map(SpikeCoding::key).collect(Collectors.joining(", "))
            + ".");
  }

  /** Its name in configurations and tables. */
  public String key() {
    return key;
  }

  /**
   * T, the steps that {@code counts} take when encoded together.
   *
   * @param counts {@code [n]}
   */
  public int steps(int[] counts) {
    int largest = 0;
    for (int count : counts) {
      refuseForeign(count);
      largest = Math.max(largest, Math.abs(count));
    }
    // ⌈log₂(m + 1)⌉ is how many bits m has.
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(largest);
    return switch (this) {
      case BINARY, TERNARY -> largest;
      case BITWISE, BITWISE_BIDIRECTIONAL -> Math.max(1, bits);
      case BITWISE_TWOS_COMPLEMENT -> Math.max(2, bits + 1);
    };
  }

  /**
   * Spreads counts over as many steps as they take.
   *
   * @param counts {@code [n]}
   * @return {@code [T, n]}
   * @throws IllegalArgumentException if a count is none of this coding's
   */
  public SpikeTrain encode(int[] counts) {
    int T = steps(counts);
    SpikeTrain train = SpikeTrain.silent(T, counts.length, alphabet);
    for (int t = 0; t < T; t++) {
      for (int i = 0; i < counts.length; i++) {
        int spike = spike(counts[i], t, T);
        if (spike > 0) {
          train.fire(t, i);
        } else if (spike < 0) {
          train.fireNegative(t, i);
        }
      }
    }
    return train;
  }

  /**
   * Gathers the counts of spikes that this coding spread.
   *
   * @param train {@code [T, n]}
   * @return {@code [n]}
   */
  public int[] decode(SpikeTrain train) {
    int[] counts = new int[train.neurons()];
    for (int t = 0; t < train.steps(); t++) {
      for (int i = 0; i < counts.length; i++) {
        int before = isPositional() ? counts[i] << 1 : counts[i];
        int spike = train.spike(t, i);
        counts[i] = isSubtracted(t) ? before - spike : before + spike;
      }
    }
    return counts;
  }

  /** Whether a spike is worth twice one a step later; if not, all are worth the same. */
  public boolean isPositional() {
    return switch (this) {
      case BINARY, TERNARY -> false;
      case BITWISE, BITWISE_BIDIRECTIONAL, BITWISE_TWOS_COMPLEMENT -> true;
    };
  }

  /** Whether it takes counts below 0. */
  public boolean isSigned() {
    return switch (this) {
      case BINARY, BITWISE -> false;
      case TERNARY, BITWISE_BIDIRECTIONAL, BITWISE_TWOS_COMPLEMENT -> true;
    };
  }

  /** Whether spikes of step {@code t} count against: those of two's complement's sign bit. */
  public boolean isSubtracted(int t) {
    return this == BITWISE_TWOS_COMPLEMENT && t == 0;
  }

  private int spike(int count, int t, int T) {
    return switch (this) {
      case BINARY, TERNARY -> t < Math.abs(count) ? Integer.signum(count) : 0;
      case BITWISE, BITWISE_TWOS_COMPLEMENT -> (count >> (T - 1 - t)) & 1;
      case BITWISE_BIDIRECTIONAL -> Integer.signum(count) * ((Math.abs(count) >> (T - 1 - t)) & 1);
    };
  }

  private void refuseForeign(int count) {
    if (count < 0 && !isSigned()) {
      throw new IllegalArgumentException(
          "count "
              + count
              + " is below 0, and the coding '"
              + key
              + "' has no signs. Use one that has: "
              + (this == BINARY ? TERNARY : BITWISE_BIDIRECTIONAL).key
              + ".");
    }
    if (count == Integer.MIN_VALUE) {
      throw new IllegalArgumentException(
          "count " + count + " has no magnitude in 32 bits. Counts reach to ±2147483647.");
    }
  }
}
