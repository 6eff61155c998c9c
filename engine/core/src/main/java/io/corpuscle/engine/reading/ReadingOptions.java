package io.corpuscle.engine.reading;

import io.corpuscle.engine.state.WindowState;
import java.util.Locale;
import java.util.Set;

/**
 * How documents are read.
 *
 * @param windowTokens tokens a result speaks of
 * @param chunkTokens tokens that go through the model together, a multiple of {@value
 *     WindowState#TILE}
 * @param documentsTogether how many documents may be open at a time, where several are read
 *     together: short ones fill a chunk only so, and each has its state
 * @param measures what to compute
 */
public record ReadingOptions(
    int windowTokens, int chunkTokens, int documentsTogether, Set<Measure> measures) {
  /** Tokens a window has unless told otherwise. */
  public static final int DEFAULT_WINDOW_TOKENS = 1024;

  /** Tokens a chunk has unless told otherwise. */
  public static final int DEFAULT_CHUNK_TOKENS = 512;

  /** Documents read together unless told otherwise. */
  public static final int DEFAULT_DOCUMENTS_TOGETHER = 8;

  public ReadingOptions {
    measures = Set.copyOf(measures);
    if (windowTokens < 1) {
      throw new IllegalArgumentException(
          "windowTokens is " + windowTokens + ". A window has at least one token.");
    }
    if (chunkTokens < WindowState.TILE || chunkTokens % WindowState.TILE != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "chunkTokens is %d and must be a multiple of %d. The default is %d.",
              chunkTokens,
              WindowState.TILE,
              DEFAULT_CHUNK_TOKENS));
    }
    if (documentsTogether < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "documentsTogether is %d and must be at least 1. The default is %d.",
              documentsTogether,
              DEFAULT_DOCUMENTS_TOGETHER));
    }
  }

  /** The default sizes, measuring {@code measures}. */
  public static ReadingOptions measuring(Set<Measure> measures) {
    return new ReadingOptions(
        DEFAULT_WINDOW_TOKENS, DEFAULT_CHUNK_TOKENS, DEFAULT_DOCUMENTS_TOGETHER, measures);
  }
}
