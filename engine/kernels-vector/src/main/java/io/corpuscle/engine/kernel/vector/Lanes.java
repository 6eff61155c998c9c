package io.corpuscle.engine.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vectors of this machine, and functions of whole vectors that give the same bits in the
 * interpreter and in every compiler: additions, products and fused multiply-adds only, each lane
 * for itself, and sums over lanes in a fixed order.
 *
 * <p>The functions are free of branches: C2 keeps their vectors in registers when it inlines them,
 * and would box them otherwise.
 */
public final class Lanes {
  /** The widest float vectors of this machine, up to 512 bits. */
  public static final VectorSpecies<Float> F =
      FloatVector.SPECIES_PREFERRED.length() <= FloatVector.SPECIES_512.length()
          ? FloatVector.SPECIES_PREFERRED
          : FloatVector.SPECIES_512;

  /** The int vectors of the same length: the bits of those floats. */
  public static final VectorSpecies<Integer> I = F.withLanes(int.class);

  /** Floats in a vector. */
  public static final int LENGTH = F.length();

  /**
   * Stands for a score or logit that is not there: below every real one, {@code exp} of its
   * distance to any of them is 0, and differences of two are finite.
   */
  public static final float NOTHING = -1e30f;

  // Vectors once and for all: a broadcast in a loop costs C2 so many nodes while it parses that it
  // stops inlining halfway through a method, and boxes.
  private static final FloatVector ZERO = broadcast(0);
  private static final FloatVector ONE = broadcast(1);
  private static final FloatVector TWO = broadcast(2);
  private static final FloatVector EXP_LEAST = broadcast(Exponential.LEAST);
  private static final FloatVector LOG2_E = broadcast(Exponential.LOG2_E);
  private static final FloatVector ROUND = broadcast(Exponential.ROUND);
  private static final FloatVector LN2_HIGH = broadcast(Exponential.MINUS_LN2_HIGH);
  private static final FloatVector LN2_LOW = broadcast(Exponential.MINUS_LN2_LOW);
  private static final FloatVector E2 = broadcast(Exponential.E2);
  private static final FloatVector E3 = broadcast(Exponential.E3);
  private static final FloatVector E4 = broadcast(Exponential.E4);
  private static final FloatVector E5 = broadcast(Exponential.E5);
  private static final FloatVector E6 = broadcast(Exponential.E6);

  // atanh(s) / s = 1 + A3·s² + A5·s⁴ + … within 7.7e-9 for |s| ≤ 1/3.
  private static final FloatVector A3 = broadcast(0.3333316f);
  private static final FloatVector A5 = broadcast(0.20012298f);
  private static final FloatVector A7 = broadcast(0.13982579f);
  private static final FloatVector A9 = broadcast(0.1407889f);

  private static final VectorShuffle<Float> HALF = rotation(LENGTH / 2);
  private static final VectorShuffle<Float> QUARTER = rotation(LENGTH / 4);
  private static final VectorShuffle<Float> EIGHTH = rotation(LENGTH / 8);
  private static final VectorShuffle<Float> SIXTEENTH = rotation(LENGTH / 16);

  private Lanes() {}

  private static VectorShuffle<Float> rotation(int by) {
    return VectorShuffle.fromOp(F, i -> (i + by) % LENGTH);
  }

  /** The least multiple of {@code step} that is not less than {@code n}. */
  public static int roundUp(int n, int step) {
    return (n + step - 1) / step * step;
  }

  /** A whole vector of {@code array} from {@code at} on. */
  public static FloatVector load(float[] array, int at) {
    return FloatVector.fromArray(F, array, at);
  }

  /**
   * {@code eˣ} for x ≤ 88, within 2 units in the last place; 0 where it is below the smallest
   * normal float.
   */
  public static FloatVector exp(FloatVector x) {
    FloatVector e = Exponential.of(x, LOG2_E, ROUND, LN2_HIGH, LN2_LOW, E6, E5, E4, E3, E2, ONE);
    return e.blend(ZERO, x.compare(VectorOperators.LT, EXP_LEAST));
  }

  /** {@code σ(x) = 1 / (1 + e⁻ˣ)} for every x, written so that no exponential overflows. */
  public static FloatVector sigmoid(FloatVector x) {
    FloatVector e = exp(x.abs().neg());
    return ONE.blend(e, x.compare(VectorOperators.LT, ZERO)).div(e.add(ONE));
  }

  /** {@code log σ(x) = min(x, 0) − log(1 + e^(−|x|))} for every x, finite and accurate. */
  public static FloatVector logSigmoid(FloatVector x) {
    // log(1 + e) = 2·atanh(s), s = e / (2 + e) ≤ 1/3: accurate however small e is.
    FloatVector e = exp(x.abs().neg());
    FloatVector s = e.div(e.add(TWO));
    FloatVector u = s.mul(s);
    FloatVector p = A9.fma(u, A7).fma(u, A5).fma(u, A3).fma(u, ONE);
    return x.min(ZERO).sub(p.mul(s.add(s)));
  }

  /** The sum over the lanes, added in halves: lane i with lane i + LENGTH/2, and so on. */
  public static float sum(FloatVector x) {
    // A rotation by 0 would double the sum: each step only where the vector is that long.
    FloatVector sum = x.add(x.rearrange(HALF));
    if (LENGTH >= 4) {
      sum = sum.add(sum.rearrange(QUARTER));
    }
    if (LENGTH >= 8) {
      sum = sum.add(sum.rearrange(EIGHTH));
    }
    if (LENGTH >= 16) {
      sum = sum.add(sum.rearrange(SIXTEENTH));
    }
    return sum.lane(0);
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(F, value);
  }
}
