package io.corpuscle.engine.reading;

import java.util.Optional;

/**
 * The embedding of a text that has several windows: the mean over all its tokens, each window's
 * mean counted as often as it has tokens. Of one window it is that window's, bit for bit: a product
 * of a float and a count below 2²⁹ is exact in float64, and so is its quotient.
 */
public final class EmbeddingMean {
  private double[] sum = new double[0];
  private long tokens;

  /** Counts a window, if its embedding was asked for; windows of one model. */
  public void add(WindowResult window) {
    if (window.embedding().isEmpty()) {
      return;
    }
    EmbeddingVector mean = window.embedding().get();
    if (tokens == 0) {
      sum = new double[mean.size()];
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] += (double) mean.value(i) * window.tokens();
    }
    tokens += window.tokens();
  }

  /** The mean of those counted; empty if there are none. */
  public Optional<EmbeddingVector> mean() {
    if (tokens == 0) {
      return Optional.empty();
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / tokens);
    }
    return Optional.of(new EmbeddingVector(mean));
  }
}
