package io.corpuscle.engine.kernel.vector;

import static io.corpuscle.engine.kernel.vector.Lanes.F;
import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;
import static io.corpuscle.engine.kernel.vector.Lanes.NOTHING;
import static io.corpuscle.engine.kernel.vector.Lanes.load;

import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Surprisal and entropy of rows whose logits z come a few at a time. Each lane keeps, over those it
 * has seen,
 *
 * <pre>
 *   m = max z        l = Σ exp(z − m)        u = Σ exp(z − m)·(z − m)
 * </pre>
 *
 * and the lanes of a row are put together in the end. The entropy costs one multiply-add a logit,
 * less than a second way through this class would.
 *
 * <p>One instance serves one call and holds its scratch.
 */
public final class SurprisalSums {
  private final FloatMatrix maxima; // m, [T, LENGTH]
  private final FloatMatrix sums; // l, [T, LENGTH]
  private final FloatMatrix weighted; // u, [T, LENGTH]

  /** Sums over no logits, for {@code rows} rows. */
  public SurprisalSums(int rows, Workspace.Frame frame) {
    this.maxima = frame.matrix(rows, LENGTH);
    this.sums = frame.matrix(rows, LENGTH);
    this.weighted = frame.matrix(rows, LENGTH);
    fill(maxima, NOTHING);
    fill(sums, 0);
    fill(weighted, 0);
  }

  private static void fill(FloatMatrix matrix, float value) {
    Arrays.fill(matrix.array(), matrix.offset(), matrix.at(matrix.rows()), value);
  }

  /**
   * Takes more logits of row {@code t} into its sums.
   *
   * @param z logits from {@code at} on
   * @param count how many, a multiple of {@link Lanes#LENGTH}; {@link Lanes#NOTHING} adds nothing
   */
  public void add(int t, float[] z, int at, int count) {
    FloatVector before = load(maxima.array(), maxima.at(t));
    // Four maxima: each waits for its own last comparison only.
    FloatVector max = before;
    FloatVector max1 = before;
    FloatVector max2 = before;
    FloatVector max3 = before;
    int j = at;
    for (; j <= at + count - 4 * LENGTH; j += 4 * LENGTH) {
      max = max.max(load(z, j));
      max1 = max1.max(load(z, j + LENGTH));
      max2 = max2.max(load(z, j + 2 * LENGTH));
      max3 = max3.max(load(z, j + 3 * LENGTH));
    }
    for (; j < at + count; j += LENGTH) {
      max = max.max(load(z, j));
    }
    max = max.max(max1).max(max2.max(max3));
    FloatVector shift = before.sub(max);
    FloatVector factor = Lanes.exp(shift);
    FloatVector sum = load(sums.array(), sums.at(t));
    FloatVector u = shift.fma(sum, load(weighted.array(), weighted.at(t))).mul(factor);
    sum = sum.mul(factor);
    FloatVector zero = FloatVector.broadcast(F, 0);
    FloatVector one = FloatVector.broadcast(F, 1);
    FloatVector least = FloatVector.broadcast(F, Exponential.LEAST);
    FloatVector log2e = FloatVector.broadcast(F, Exponential.LOG2_E);
    FloatVector round = FloatVector.broadcast(F, Exponential.ROUND);
    FloatVector high = FloatVector.broadcast(F, Exponential.MINUS_LN2_HIGH);
    FloatVector low = FloatVector.broadcast(F, Exponential.MINUS_LN2_LOW);
    FloatVector e2 = FloatVector.broadcast(F, Exponential.E2);
    FloatVector e3 = FloatVector.broadcast(F, Exponential.E3);
    FloatVector e4 = FloatVector.broadcast(F, Exponential.E4);
    FloatVector e5 = FloatVector.broadcast(F, Exponential.E5);
    FloatVector e6 = FloatVector.broadcast(F, Exponential.E6);
    for (int i = at; i < at + count; i += LENGTH) {
      FloatVector distance = load(z, i).sub(max);
      FloatVector e =
          Exponential.of(distance, log2e, round, high, low, e6, e5, e4, e3, e2, one)
              .blend(zero, distance.compare(VectorOperators.LT, least));
      sum = sum.add(e);
      u = e.fma(distance, u);
    }
    max.intoArray(maxima.array(), maxima.at(t));
    sum.intoArray(sums.array(), sums.at(t));
    u.intoArray(weighted.array(), weighted.at(t));
  }

  /**
   * Puts row t's lanes together.
   *
   * @param nll −z[target] of each row on entry, its surprisal on return
   * @param entropy overwritten
   */
  public void finish(int t, float[] nll, float[] entropy) {
    FloatVector m = load(maxima.array(), maxima.at(t));
    float max = m.reduceLanes(VectorOperators.MAX);
    FloatVector shift = m.sub(max);
    FloatVector factor = Lanes.exp(shift);
    FloatVector l = load(sums.array(), sums.at(t));
    FloatVector u = shift.fma(l, load(weighted.array(), weighted.at(t))).mul(factor);
    double total = Lanes.sum(l.mul(factor));
    // StrictMath: the same bits on every machine, interpreted or compiled.
    double logTotal = StrictMath.log(total);
    nll[t] = (float) (max + logTotal + nll[t]);
    // −Σ p·log p = log Σ exp(z − m) − Σ p·(z − m)
    entropy[t] = (float) (logTotal - Lanes.sum(u) / total);
  }
}
