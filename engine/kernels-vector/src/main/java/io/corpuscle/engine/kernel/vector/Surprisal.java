package io.corpuscle.engine.kernel.vector;

import static io.corpuscle.engine.kernel.vector.ProductTile.COLS;
import static io.corpuscle.engine.kernel.vector.ProductTile.ROWS;

import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;

/**
 * Surprisal and entropy over a vocabulary whose logits z are never in memory as a whole: a block of
 * columns at a time, and of it eight rows, which stay in the first-level cache.
 *
 * <p>One instance serves one call and holds its scratch.
 */
final class Surprisal {
  private final int rows;
  private final Projection projection;
  private final VectorMatrix head;
  private final SurprisalSums sums;
  private final FloatMatrix logits; // z, [ROWS, columns of a block]

  Surprisal(VectorOperand x, VectorMatrix head, Workspace.Frame frame) {
    this.rows = x.rows();
    this.projection = new Projection(x, head, frame);
    this.head = head;
    this.sums = new SurprisalSums(rows, frame);
    this.logits = frame.matrix(ROWS, Math.min(head.panels(), head.panelsInCache()) * COLS);
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
      for (int t = 0; t < rows; t += ROWS) {
        int inTile = Math.min(ROWS, rows - t);
        for (int p = first; p < end; p++) {
          int at = logits.offset() + (p - first) * COLS;
          projection.multiply(inTile, t, p, logits.array(), at, logits.stride());
        }
        for (int r = 0; r < inTile; r++) {
          sums.add(t + r, logits.array(), logits.at(r), (end - first) * COLS);
          int column = targets[t + r] - first * COLS;
          if (column >= 0 && column < (end - first) * COLS) {
            nll[t + r] = -logits.get(r, column);
          }
        }
      }
    }
    for (int t = 0; t < rows; t++) {
      sums.finish(t, nll, entropy);
    }
  }
}
