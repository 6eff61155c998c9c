package io.corpuscle.engine.generation;

import io.corpuscle.engine.tensor.FloatMatrix;

/**
 * The likeliest token: {@code argmaxᵥ zᵥ}, the smallest id of those that are equal. Remembers
 * nothing.
 */
public final class Greedy implements Sampler {

  @Override
  public int next(FloatMatrix logits, int row) {
    float[] z = logits.array();
    int at = logits.at(row);
    int best = -1;
    float largest = Float.NEGATIVE_INFINITY;
    for (int v = 0; v < logits.cols(); v++) {
      if (z[at + v] > largest) {
        largest = z[at + v];
        best = v;
      }
    }
    if (best < 0) {
      throw new IllegalStateException(
          "none of " + logits.cols() + " logits is a number: no token is the likeliest");
    }
    return best;
  }
}
