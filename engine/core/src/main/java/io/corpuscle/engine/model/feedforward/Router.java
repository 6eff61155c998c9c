package io.corpuscle.engine.model.feedforward;

import io.corpuscle.engine.tensor.FloatMatrix;

/** How much each expert's result counts for a token. */
public final class Router {
  private Router() {}

  /** What turns a router's logits into weights. */
  public enum Activation {
    /** {@code softmax} over all experts. */
    SOFTMAX,
    /** {@code σ}, each expert for itself. */
    SIGMOID
  }

  /**
   * The weights of one token's experts. StrictMath: the same bits on every machine, interpreted or
   * compiled.
   *
   * @param logits {@code [T, N]}
   * @param p {@code [N]}, overwritten
   */
  static void weigh(FloatMatrix logits, int t, Activation activation, double[] p) {
    double max = Double.NEGATIVE_INFINITY;
    for (int e = 0; e < p.length; e++) {
      max = Math.max(max, logits.get(t, e));
    }
    double sum = 0;
    for (int e = 0; e < p.length; e++) {
      double z = logits.get(t, e);
      p[e] =
          activation == Activation.SOFTMAX ? StrictMath.exp(z - max) : 1 / (1 + StrictMath.exp(-z));
      sum += p[e];
    }
    for (int e = 0; e < p.length && activation == Activation.SOFTMAX; e++) {
      p[e] /= sum;
    }
  }
}
