package io.corpuscle.engine.verification;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How far a model's results lay from reference results.
 *
 * @param tokens how many tokens were read
 * @param maxLogitDifference max |Δlogit|, where the reference holds logits
 * @param meanNllDifference mean |Δnll| in nats, where it holds those
 * @param tolerance how far they may lie
 */
public record Agreement(
    int tokens,
    OptionalDouble maxLogitDifference,
    OptionalDouble meanNllDifference,
    Tolerance tolerance) {

  /** Whether every difference is a number within its tolerance. */
  public boolean holds() {
    return maxLogitDifference.orElse(0) <= tolerance.logit()
        && meanNllDifference.orElse(0) <= tolerance.nll();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d tokens, max|Δlogit| %s (allowed %.0e), mean|Δnll| %s (allowed %.0e): %s",
        tokens,
        number(maxLogitDifference),
        tolerance.logit(),
        number(meanNllDifference),
        tolerance.nll(),
        holds() ? "agrees" : "DISAGREES");
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.2e", value.getAsDouble()) : "not held";
  }
}
