package io.corpuscle.engine.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@code eˣ = 2ⁿ·eᶠ}, with n = round(x / ln 2), f = x − n·ln 2 and a polynomial for eᶠ: what {@link
 * Lanes#exp} is made of, for loops that cannot do with it.
 *
 * <p>To C2 a vector that is a constant is an array of floats, which a loop that stores floats reads
 * again every time; broadcast before the loop it stays in a register, and the loop is twice as
 * fast. So such loops broadcast these numbers themselves, and hand them to {@link #of}.
 */
public final class Exponential {
  /** 1 / ln 2. */
  public static final float LOG2_E = 1.442695f;

  /**
   * Added to |x| &lt; 2²², it rounds to an integer n, half to even, and leaves n + 127 in the
   * lowest bits: shifted into place they are the float 2ⁿ.
   */
  public static final float ROUND = 12_582_912f + 127;

  /** −ln 2 in two parts; this one has so few bits that its product with n is exact. */
  public static final float MINUS_LN2_HIGH = -355f / 512;

  /** The other part. */
  public static final float MINUS_LN2_LOW = 2.1219444e-4f;

  // eᶠ = 1 + f + f²·(E2 + E3·f + …) within 1.1e-8 for |f| ≤ ln 2 / 2.

  /** Coefficient of f². */
  public static final float E2 = 0.5f;

  /** Coefficient of f³. */
  public static final float E3 = 0.16666576f;

  /** Coefficient of f⁴. */
  public static final float E4 = 0.041666556f;

  /** Coefficient of f⁵. */
  public static final float E5 = 0.008363179f;

  /** Coefficient of f⁶. */
  public static final float E6 = 0.0013926184f;

  /** Below, {@code eˣ} is less than the smallest normal float, and {@link #of} has no meaning. */
  public static final float LEAST = -87.33654f;

  private static final int MANTISSA_BITS = 23;

  private Exponential() {}

  /** {@code eˣ} for {@link #LEAST} ≤ x ≤ 88, within 2 units in the last place. */
  public static FloatVector of(
      FloatVector x,
      FloatVector log2e,
      FloatVector round,
      FloatVector high,
      FloatVector low,
      FloatVector e6,
      FloatVector e5,
      FloatVector e4,
      FloatVector e3,
      FloatVector e2,
      FloatVector one) {
    FloatVector rounded = x.fma(log2e, round);
    FloatVector n = rounded.sub(round);
    FloatVector f = n.fma(low, n.fma(high, x));
    FloatVector p = e6.fma(f, e5).fma(f, e4).fma(f, e3).fma(f, e2).fma(f, one).fma(f, one);
    return p.mul(
        rounded
            .reinterpretAsInts()
            .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
            .reinterpretAsFloats());
  }
}
