package io.corpuscle.engine.model.mixer;

import io.corpuscle.engine.kernel.SpikeThreshold;
import io.corpuscle.engine.tensor.FloatMatrix;

/**
 * Queries as spike counts, each head of a token with a threshold of its own: {@code q ← V·s}, see
 * {@link SpikeThreshold}. A scalar loop: next to the products of its layer it is nothing.
 *
 * @param k of the threshold
 */
public record QuerySpikes(float k) {

  /**
   * @param queries {@code [T, H·d]}, overwritten
   */
  void apply(FloatMatrix queries, int headDim) {
    float[] q = queries.array();
    for (int t = 0; t < queries.rows(); t++) {
      int end = queries.at(t) + queries.cols();
      for (int at = queries.at(t); at < end; at += headDim) {
        float threshold = SpikeThreshold.of(q, at, headDim, k);
        for (int i = at; i < at + headDim; i++) {
          q[i] = threshold * SpikeThreshold.count(q[i], threshold);
        }
      }
    }
  }
}
