package io.corpuscle.bench;

import io.corpuscle.bench.GrowthFit.Law;
import io.corpuscle.bench.GrowthFit.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongToDoubleFunction;

/**
 * How seconds grow with the length of a document: as measured where they were, and beyond the
 * longest measured as what was measured makes one expect.
 */
public final class Growth {
  private final List<Point> measured;
  private final LongToDoubleFunction beyond;
  private final Optional<GrowthFit> fit;

  /** Where a number is from. */
  public enum Origin {
    MEASURED,
    EXTRAPOLATED
  }

  /** Seconds at a length. */
  public record Estimate(long tokens, double seconds, Origin origin) {}

  private Growth(List<Point> measured, LongToDoubleFunction beyond, Optional<GrowthFit> fit) {
    this.measured = List.copyOf(measured);
    this.beyond = beyond;
    this.fit = fit;
  }

  /**
   * Goes on by a law that is fitted to what was measured.
   *
   * @param measured by length, the shortest first; of two lengths at least
   */
  public static Growth by(Law law, List<Point> measured) {
    GrowthFit fit = GrowthFit.of(law, measured);
    return new Growth(measured, fit::at, Optional.of(fit));
  }

  /**
   * Goes on at the pace of the last stretch: what costs a token the same wherever it stands.
   *
   * @param measured by length, the shortest first; of two lengths at least
   */
  public static Growth steady(List<Point> measured) {
    Point last = measured.get(measured.size() - 1);
    Point before = measured.get(measured.size() - 2);
    double pace = (last.seconds() - before.seconds()) / (last.tokens() - before.tokens());
    return new Growth(
        measured, tokens -> last.seconds() + (tokens - last.tokens()) * pace, Optional.empty());
  }

  /**
   * Stays what it is at the longest measured.
   *
   * @param measured by length, the shortest first; one at least
   */
  public static Growth level(List<Point> measured) {
    double last = measured.get(measured.size() - 1).seconds();
    return new Growth(measured, tokens -> last, Optional.empty());
  }

  /** The law it goes on by, if there is one. */
  public Optional<GrowthFit> fit() {
    return fit;
  }

  /** What was measured. */
  public List<Point> measured() {
    return measured;
  }

  /**
   * Seconds at a length that was measured, or that is longer than all that were.
   *
   * @throws IllegalArgumentException for one in between
   */
  public Estimate at(long tokens) {
    for (Point point : measured) {
      if (point.tokens() == tokens) {
        return new Estimate(tokens, point.seconds(), Origin.MEASURED);
      }
    }
    long longest = measured.get(measured.size() - 1).tokens();
    if (tokens < longest) {
      throw new IllegalArgumentException(
          tokens + " tokens were not measured, and longer ones were. Ask for what was measured.");
    }
    return new Estimate(tokens, beyond.applyAsDouble(tokens), Origin.EXTRAPOLATED);
  }

  /** As {@link #at(long)}, for several lengths. */
  public List<Estimate> at(List<Long> lengths) {
    List<Estimate> estimates = new ArrayList<>();
    lengths.forEach(tokens -> estimates.add(at(tokens)));
    return estimates;
  }
}
