package io.corpuscle.engine.model.feedforward;

import io.corpuscle.engine.tensor.FloatMatrix;

/** How much each expert's result counts for a token. */
public final class Router {
  /** Beyond it eˣ, or its reciprocal, is no number that counts beside 1. */
  private static final double LARGEST = 700;

  private static final double LOG2_E = 1.4426950408889634;

  /** ln 2 in two parts, the first with zeros enough at its end that n times it is exact. */
  private static final double LN2_HIGH = 0x1.62e42fee00000p-1;

  private static final double LN2_LOW = 0x1.a39ef35793c76p-33;

  /** Of the series of e^r, |r| ≤ ln 2 / 2: the next is below 2⁻⁴⁰, and weights are floats. */
  private static final int TERMS = 10;

  /** 1 / i!. */
  private static final double[] COEFFICIENTS = new double[TERMS + 1];

  private static final int BIAS = 1023;
  private static final int SIGNIFICAND = 52;

  static {
    COEFFICIENTS[0] = 1;
    for (int i = 1; i <= TERMS; i++) {
      COEFFICIENTS[i] = COEFFICIENTS[i - 1] / i;
    }
  }

  private Router() {}

  /** What turns a router's logits into weights. */
  public enum Activation {
    /** {@code softmax} over all experts. */
    SOFTMAX,
    /** {@code σ}, each expert for itself. */
    SIGMOID
  }

  /**
   * The weights of one token's experts: the same bits on every machine, interpreted or compiled.
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
      p[e] = activation == Activation.SOFTMAX ? exp(z - max) : 1 / (1 + exp(-z));
      sum += p[e];
    }
    for (int e = 0; e < p.length && activation == Activation.SOFTMAX; e++) {
      p[e] /= sum;
    }
  }

  /**
   * eˣ, within 2⁻⁴⁰ of itself. Additions and multiplications alone, which Java rounds in one way:
   * {@code Math.exp} gives other bits compiled than interpreted, and {@code StrictMath.exp} takes
   * ten times as long.
   */
  static double exp(double x) {
    double bounded = Math.max(-LARGEST, Math.min(LARGEST, x));
    double n = Math.rint(bounded * LOG2_E);
    double r = bounded - n * LN2_HIGH - n * LN2_LOW;
    double power = COEFFICIENTS[TERMS];
    for (int i = TERMS - 1; i >= 0; i--) {
      power = power * r + COEFFICIENTS[i];
    }
    return power * Double.longBitsToDouble((long) n + BIAS << SIGNIFICAND);
  }
}
