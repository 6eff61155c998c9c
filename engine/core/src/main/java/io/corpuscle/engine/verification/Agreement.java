package io.corpuscle.engine.verification;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How a model's results lie to reference results.
 *
 * @param tokens how many tokens were read
 * @param comparisons what was compared; not empty
 */
public record Agreement(int tokens, List<Comparison> comparisons) {

  public Agreement {
    comparisons = List.copyOf(comparisons);
  }

  /** Whether all of it holds. */
  public boolean holds() {
    return comparisons.stream().allMatch(Comparison::holds);
  }

  @Override
  public String toString() {
    return tokens
        + " tokens: "
        + comparisons.stream().map(Comparison::toString).collect(Collectors.joining(", "));
  }
}
