package io.corpuscle.jobs.quantize;

import io.corpuscle.jobs.ConfigException;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of a corpus is read to quantise a model.
 *
 * @param documents at most how many documents
 * @param tokens at most how many tokens of all of them together, as evenly as may be
 */
public record SampleSize(int documents, int tokens) {
  /** Documents unless told otherwise. */
  public static final int DEFAULT_DOCUMENTS = 128;

  /** Tokens unless told otherwise: 512 of each document. */
  public static final int DEFAULT_TOKENS = 1 << 16;

  public SampleSize {
    if (documents < 1 || tokens < documents) {
      throw new ConfigException(
          documents
              + " documents and "
              + tokens
              + " tokens of them: at least one document, and a token of each, are needed.");
    }
  }

  /** So many of these, spread over all of them and in their order. */
  <T> List<T> spread(List<T> all) {
    int count = Math.min(documents, all.size());
    List<T> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(all.get((int) ((long) i * all.size() / count)));
    }
    return taken;
  }

  /** How many tokens each of {@code taken} documents may give. */
  int tokensOfEach(int taken) {
    return Math.max(1, tokens / Math.max(1, taken));
  }
}
