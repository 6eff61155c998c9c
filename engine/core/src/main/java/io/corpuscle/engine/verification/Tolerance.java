package io.corpuscle.engine.verification;

import io.corpuscle.engine.kernel.Precision;

/**
 * How far two correct implementations may lie apart that multiply in some precision, from results
 * in float32.
 *
 * @param logit largest |Δlogit|
 * @param nll largest mean |Δnll|, in nats
 */
public record Tolerance(double logit, double nll) {
  private static final Tolerance OF_FLOAT32 = new Tolerance(5e-4, 2e-5);
  private static final Tolerance OF_BFLOAT16 = new Tolerance(2e-1, 1e-2);

  /**
   * Rounding to bytes is part of such a model: it costs up to a few hundredths of a nat a token.
   */
  private static final Tolerance OF_INT8 = new Tolerance(2, 6e-2);

  /** What a precision is allowed; spiking models are compared otherwise. */
  public static Tolerance of(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> OF_FLOAT32;
      case BFLOAT16 -> OF_BFLOAT16;
      case INT8 -> OF_INT8;
      case SPIKING -> throw new IllegalArgumentException("spikes are chaotic: no tolerance holds");
    };
  }
}
