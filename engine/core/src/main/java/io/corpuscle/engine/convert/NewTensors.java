package io.corpuscle.engine.convert;

import java.util.Arrays;

/**
 * Numbers for the parameters that a source has no counterpart of. Each depends on the seed, its
 * tensor's name and its place alone, so that a tensor can be made in pieces.
 *
 * @param seed what they depend on
 */
record NewTensors(long seed) {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final int UNIFORM_BITS = 16;
  private static final int LARGEST = (1 << UNIFORM_BITS) - 1;

  /** Four uniform numbers of 0 … 65,535 have a variance of 4·(65,536² − 1)/12. */
  private static final float UNIT = (float) (Math.sqrt(3) / (1 << UNIFORM_BITS));

  /** The same number everywhere. */
  static TensorValues constant(float value) {
    return (from, target, count) -> Arrays.fill(target, 0, count, value);
  }

  /**
   * About normally distributed numbers around 0: sums of four uniform ones.
   *
   * @param name of the tensor they are for
   */
  TensorValues normal(String name, float sigma) {
    long stream = mix(seed ^ mix(name.hashCode()));
    return (from, target, count) -> {
      for (int i = 0; i < count; i++) {
        target[i] = sigma * unit(mix(stream + (from + i) * GOLDEN));
      }
    };
  }

  private static float unit(long bits) {
    long sum = 0;
    for (int part = 0; part < Long.SIZE; part += UNIFORM_BITS) {
      sum += bits >>> part & LARGEST;
    }
    return (sum - 2 * LARGEST) * UNIT;
  }

  /** The output function of SplitMix64 (Steele, Lea and Flood, 2014). */
  private static long mix(long state) {
    long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
