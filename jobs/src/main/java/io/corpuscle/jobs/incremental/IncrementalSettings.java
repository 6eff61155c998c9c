package io.corpuscle.jobs.incremental;

import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a scan goes on from an earlier run, and leaves behind what the next one goes on from.
 *
 * @param reading names all that decides rows beside the documents; the earlier run's is the same
 * @param states the folder of the {@link SavedStates} of such readings
 * @param leastTokens the state of a document is saved from so many tokens on
 * @param earlierRun the folder of the earlier run; null if there is none
 */
public record IncrementalSettings(
    String reading, String states, int leastTokens, @Nullable String earlierRun)
    implements Serializable {
  /** Of fewer tokens, reading them again costs less than keeping a state. */
  public static final int DEFAULT_LEAST_TOKENS = 1 << 16;

  public IncrementalSettings {
    if (leastTokens < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "states.tokens is %d and must be at least 1. The default is %d.",
              leastTokens,
              DEFAULT_LEAST_TOKENS));
    }
  }

  /** The folder of the earlier run, if there is one. */
  public Optional<String> earlier() {
    return Optional.ofNullable(earlierRun);
  }
}
