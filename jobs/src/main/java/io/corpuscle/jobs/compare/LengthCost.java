package io.corpuscle.jobs.compare;

import java.util.Optional;

/**
 * What the beginning of a document costs a model.
 *
 * @param bytes how long the beginning is
 * @param tokens what of it the model reads, the token that opens the document among them
 * @param room for how many tokens it needs room, to be written on for a moment
 * @param measured empty where the model has no such room
 */
public record LengthCost(long bytes, long tokens, long room, Optional<Measured> measured) {

  /**
   * @param firstTokenSeconds until the token after the beginning was known
   * @param tokenSeconds a token that was written after it
   * @param stateBytes what is remembered of it
   * @param scratchBytes what it is worked with
   */
  public record Measured(
      double firstTokenSeconds, double tokenSeconds, long stateBytes, long scratchBytes) {}
}
