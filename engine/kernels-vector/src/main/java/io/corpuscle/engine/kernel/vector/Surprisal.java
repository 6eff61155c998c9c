package io.corpuscle.engine.kernel.vector;

import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;
import static io.corpuscle.engine.kernel.vector.Lanes.NOTHING;
import static io.corpuscle.engine.kernel.vector.Lanes.load;
import static io.corpuscle.engine.kernel.vector.ProductTile.COLS;
import static io.corpuscle.engine.kernel.vector.ProductTile.ROWS;

import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Surprisal and entropy over a vocabulary whose logits z are never in memory as a whole: a block of
 * columns at a time, and of it eight rows, which stay in the first-level cache. Each lane keeps,
 * over the columns it has seen,
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
final class Surprisal {
  private final int rows;
  private final Projection projection;
  private final VectorMatrix head;
  private final FloatMatrix maxima; // m, [T, LENGTH]
  private final FloatMatrix sums; // l, [T, LENGTH]
  private final FloatMatrix weighted; // u, [T, LENGTH]
  private final FloatMatrix logits; // z, [ROWS, columns of a block]

  Surprisal(VectorOperand x, VectorMatrix head, Workspace.Frame frame) {
    this.rows = x.rows();
    this.projection = new Projection(x, head, frame);
    this.head = head;
    this.maxima = frame.matrix(rows, LENGTH);
    this.sums = frame.matrix(rows, LENGTH);
    this.weighted = frame.matrix(rows, LENGTH);
    this.logits = frame.matrix(ROWS, Math.min(head.panels(), head.panelsInCache()) * COLS);
    fill(maxima, NOTHING);
    fill(sums, 0);
    fill(weighted, 0);
  }

  private static void fill(FloatMatrix matrix, float value) {
    Arrays.fill(matrix.array(), matrix.offset(), matrix.at(matrix.rows()), value);
  }

  /**
   * @param targets {@code [T]}
   * @param nll {@code [T]}, overwritten
   * @param entropy {@code [T]}, overwritten
   */
  void run(int[] targets, float[] nll, float[] entropy) {
    int block = head.panelsInCache();
    for (int first = 0; first < head.panels(); first += block) {
      int end = Math.min(first + block, head.panels());
      for (int t = 0; t < this.rows; t += ROWS) {
        int rows = Math.min(ROWS, this.rows - t);
        for (int p = first; p < end; p++) {
          int at = logits.offset() + (p - first) * COLS;
          projection.multiply(rows, t, p, logits.array(), at, logits.stride());
        }
        for (int r = 0; r < rows; r++) {
          fold(t + r, logits.at(r), (end - first) * COLS);
          int column = targets[t + r] - first * COLS;
          if (column >= 0 && column < (end - first) * COLS) {
            nll[t + r] = -logits.get(r, column);
          }
        }
      }
    }
    for (int t = 0; t < this.rows; t++) {
      finish(t, nll, entropy);
    }
  }

  /** Takes {@code count} more logits into row t's sums. */
  private void fold(int t, int at, int count) {
    float[] z = logits.array();
    FloatVector before = load(maxima.array(), maxima.at(t));
    FloatVector max = before;
    for (int i = at; i < at + count; i += LENGTH) {
      max = max.max(load(z, i));
    }
    FloatVector shift = before.sub(max);
    FloatVector factor = Lanes.exp(shift);
    FloatVector sum = load(sums.array(), sums.at(t));
    FloatVector u = shift.fma(sum, load(weighted.array(), weighted.at(t))).mul(factor);
    sum = sum.mul(factor);
    for (int i = at; i < at + count; i += LENGTH) {
      FloatVector distance = load(z, i).sub(max);
      FloatVector e = Lanes.exp(distance);
      sum = sum.add(e);
      u = e.fma(distance, u);
    }
    max.intoArray(maxima.array(), maxima.at(t));
    sum.intoArray(sums.array(), sums.at(t));
    u.intoArray(weighted.array(), weighted.at(t));
  }

  /** Puts row t's lanes together; {@code nll[t]} holds −z[target] on entry. */
  private void finish(int t, float[] nll, float[] entropy) {
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
