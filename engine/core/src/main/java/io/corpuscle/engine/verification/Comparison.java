package io.corpuscle.engine.verification;

import java.util.Locale;

/**
 * A number that says how a model's results lie to reference results, and what it may be.
 *
 * @param what the number
 * @param value what it is
 * @param bound what it may be at most, or has to be at least
 */
public record Comparison(String what, double value, Bound bound, double limit) {

  /** On which side of the limit the value has to be. */
  public enum Bound {
    AT_MOST,
    AT_LEAST
  }

  static Comparison atMost(String what, double value, double limit) {
    return new Comparison(what, value, Bound.AT_MOST, limit);
  }

  static Comparison atLeast(String what, double value, double limit) {
    return new Comparison(what, value, Bound.AT_LEAST, limit);
  }

  /** Whether the value is a number within its limit. */
  public boolean holds() {
    return bound == Bound.AT_MOST ? value <= limit : value >= limit;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s %s (%s %s)%s",
        what,
        number(value),
        bound == Bound.AT_MOST ? "at most" : "at least",
        number(limit),
        holds() ? "" : " DISAGREES");
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.2e", value);
  }
}
