package io.corpuscle.engine.kernel;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the matrix products of a model multiply; everything between them is float32. */
public enum Precision {
  /** Floats of 32 bits. */
  FLOAT32,

  /** Weights and inputs rounded to bfloat16, half to even; summed in float32. */
  BFLOAT16,

  /**
   * Weights as signed bytes with a scale an output channel, inputs as signed bytes with a scale a
   * row, 127 for the largest of it; summed as integers, exactly.
   */
  INT8,

  /**
   * Weights as in {@link #INT8}, inputs as spike counts with an adaptive threshold a row ({@link
   * SpikeThreshold}); summed as integers, exactly, counts beyond a byte too.
   */
  SPIKING;

  /** What the weights are rounded to. */
  public Precision ofWeights() {
    return this == SPIKING ? INT8 : this;
  }

  /** The name a configuration chooses it by. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The precision of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Precision of(String key) {
    for (Precision precision : values()) {
      if (precision.key().equals(key)) {
        return precision;
      }
    }
    throw new IllegalArgumentException(
        "there is no precision '"
            + key
            + "'; choose one of "
            + Arrays.stream(values()).map(Precision::key).collect(Collectors.joining(", ")));
  }
}
