package io.corpuscle.engine.reading;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;

/**
 * How many of a window's tokens went to each expert of each layer that has experts. The control
 * token that opens a document does not count, so that a layer's loads add up to k times the
 * window's tokens. Immutable.
 */
public final class ExpertLoads {
  private final long[] tokens;

  /**
   * @param tokens layer by layer, in each expert by expert
   */
  ExpertLoads(long[] tokens) {
    this.tokens = tokens;
  }

  /** The loads, layer by layer in the order of the model, in each expert by expert. */
  public List<Long> tokens() {
    return new AbstractList<>() {
      @Override
      public Long get(int i) {
        return tokens[i];
      }

      @Override
      public int size() {
        return tokens.length;
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExpertLoads loads && Arrays.equals(tokens, loads.tokens);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(tokens);
  }

  @Override
  public String toString() {
    return Arrays.toString(tokens);
  }
}
