package io.corpuscle.engine.model.feedforward;

import io.corpuscle.engine.tensor.FloatMatrix;

/** Which experts a token goes to. */
public final class Router {
  private Router() {}

  /** What turns a router's logits into weights. */
  public enum Activation {
    /** {@code softmax} over all experts. */
    SOFTMAX,
    /** {@code σ}, each expert for itself. */
    SIGMOID
  }

  /** The experts of a chunk's tokens. */
  static final class Choice {
    private final int[] loads;
    private final int[][] tokens;
    private final float[][] weights;

    /**
     * @param logits {@code [T, N]}
     * @param chosen k
     */
    Choice(FloatMatrix logits, Activation activation, int chosen) {
      int experts = logits.cols();
      this.loads = new int[experts];
      this.tokens = new int[experts][logits.rows()];
      this.weights = new float[experts][logits.rows()];
      double[] p = new double[experts];
      for (int t = 0; t < logits.rows(); t++) {
        weigh(logits, t, activation, p);
        for (int k = 0; k < chosen; k++) {
          int best = 0;
          for (int e = 1; e < experts; e++) {
            if (p[e] > p[best]) {
              best = e;
            }
          }
          tokens[best][loads[best]] = t;
          weights[best][loads[best]] = (float) p[best];
          loads[best]++;
          p[best] = Double.NEGATIVE_INFINITY;
        }
      }
    }

    /** StrictMath: the same bits on every machine, interpreted or compiled. */
    private static void weigh(FloatMatrix logits, int t, Activation activation, double[] p) {
      double max = Double.NEGATIVE_INFINITY;
      for (int e = 0; e < p.length; e++) {
        max = Math.max(max, logits.get(t, e));
      }
      double sum = 0;
      for (int e = 0; e < p.length; e++) {
        double z = logits.get(t, e);
        p[e] =
            activation == Activation.SOFTMAX
                ? StrictMath.exp(z - max)
                : 1 / (1 + StrictMath.exp(-z));
        sum += p[e];
      }
      for (int e = 0; e < p.length && activation == Activation.SOFTMAX; e++) {
        p[e] /= sum;
      }
    }

    /** How many tokens go to each expert. */
    int[] loads() {
      return loads;
    }

    /** How many tokens go to expert e. */
    int load(int e) {
      return loads[e];
    }

    /** The r-th of them. */
    int token(int e, int r) {
      return tokens[e][r];
    }

    /** What its result counts for there. */
    float weight(int e, int r) {
      return weights[e][r];
    }
  }
}
