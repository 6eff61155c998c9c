package io.corpuscle.engine.verification;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How far a model's results lay from reference results.
 *
 * @param tokens how many tokens were read
 * @param maxLogitDifference max |Δlogit|, where the reference holds logits
 * @param meanNllDifference mean |Δnll| in nats, where it holds those
 */
public record Agreement(
    int tokens, OptionalDouble maxLogitDifference, OptionalDouble meanNllDifference) {
  /** Largest |Δlogit| two correct float32 implementations are allowed. */
  public static final double LOGIT_TOLERANCE = 5e-4;

  /** Largest mean |Δnll| two correct float32 implementations are allowed, in nats. */
  public static final double NLL_TOLERANCE = 2e-5;

  /** Whether every difference is a number within its tolerance. */
  public boolean holds() {
    return maxLogitDifference.orElse(0) <= LOGIT_TOLERANCE
        && meanNllDifference.orElse(0) <= NLL_TOLERANCE;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d tokens, max|Δlogit| %s (allowed %.0e), mean|Δnll| %s (allowed %.0e): %s",
        tokens,
        number(maxLogitDifference),
        LOGIT_TOLERANCE,
        number(meanNllDifference),
        NLL_TOLERANCE,
        holds() ? "agrees" : "DISAGREES");
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.2e", value.getAsDouble()) : "not held";
  }
}
