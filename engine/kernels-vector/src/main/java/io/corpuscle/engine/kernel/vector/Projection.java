package io.corpuscle.engine.kernel.vector;

import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;
import static io.corpuscle.engine.kernel.vector.Lanes.load;
import static io.corpuscle.engine.kernel.vector.ProductTile.COLS;
import static io.corpuscle.engine.kernel.vector.ProductTile.ROWS;

import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Tiles of {@code x·Wᵀ + b}. One instance serves one call and holds its scratch.
 *
 * <p>In INT8 a tile is the sum of its slices, each an exact integer, times the scales of weight and
 * row, one rounding each.
 */
final class Projection {
  private final VectorOperand x;
  private final VectorMatrix w;
  private final FloatMatrix edge; // [ROWS, COLS]
  private final FloatMatrix slice; // [ROWS, COLS]
  private final FloatMatrix zeros; // [1, COLS]

  Projection(VectorOperand x, VectorMatrix w, Workspace.Frame frame) {
    this.x = x;
    this.w = w;
    this.edge = frame.matrix(ROWS, COLS);
    this.slice = frame.matrix(ROWS, COLS);
    this.zeros = frame.matrix(1, COLS);
    Arrays.fill(zeros.array(), zeros.offset(), zeros.offset() + COLS, 0);
  }

  /** {@code y = x·Wᵀ + b}: a block of W stays in the cache while all rows pass. */
  void into(FloatMatrix y) {
    int block = w.panelsInCache();
    for (int first = 0; first < w.panels(); first += block) {
      int end = Math.min(first + block, w.panels());
      for (int t = 0; t < x.rows(); t += ROWS) {
        for (int p = first; p < end; p++) {
          tile(t, p, y);
        }
      }
    }
  }

  /** Rows t … and panel p of the product; through {@code edge} where y ends within the tile. */
  private void tile(int t, int p, FloatMatrix y) {
    int rows = Math.min(ROWS, x.rows() - t);
    int cols = Math.min(COLS, w.outputs() - p * COLS);
    if (rows == ROWS && cols == COLS) {
      multiply(rows, t, p, y.array(), y.at(t) + p * COLS, y.stride());
      return;
    }
    multiply(rows, t, p, edge.array(), edge.offset(), COLS);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(edge.array(), edge.at(r), y.array(), y.at(t + r) + p * COLS, cols);
    }
  }

  /**
   * Panel p of the product with {@code rows} rows from t.
   *
   * @param y {@code [ROWS, COLS]} from {@code yAt}, rows {@code yStride} apart, overwritten
   */
  void multiply(int rows, int t, int p, float[] y, int yAt, int yStride) {
    if (w.precision() == Precision.INT8) {
      multiplyIntegers(rows, t, p, y, yAt, yStride);
      return;
    }
    product(rows, t, p, 0, w.inputs(), w.bias(), p * COLS, y, yAt, yStride);
  }

  private void multiplyIntegers(int rows, int t, int p, float[] y, int yAt, int yStride) {
    for (int from = 0; from < w.inputs(); from += w.sliceFrom(from)) {
      int depth = w.sliceFrom(from);
      product(
          rows,
          t,
          p,
          from,
          depth,
          zeros.array(),
          zeros.offset(),
          slice.array(),
          slice.offset(),
          COLS);
      for (int r = 0; r < rows; r++) {
        for (int i = 0; i < COLS; i += LENGTH) {
          FloatVector scaled =
              load(slice.array(), slice.at(r) + i).mul(load(w.scales(), w.scalesAt(p, from) + i));
          FloatVector sum = from == 0 ? scaled : load(y, yAt + r * yStride + i).add(scaled);
          sum.intoArray(y, yAt + r * yStride + i);
        }
      }
    }
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < COLS; i += LENGTH) {
        load(y, yAt + r * yStride + i)
            .mul(x.scale(t + r))
            .add(load(w.bias(), p * COLS + i))
            .intoArray(y, yAt + r * yStride + i);
      }
    }
  }

  /** {@code y = z + x·Wᵀ} over {@code depth} inputs, one row of z for every row of y. */
  private void product(
      int rows,
      int t,
      int p,
      int from,
      int depth,
      float[] z,
      int zAt,
      float[] y,
      int yAt,
      int yStride) {
    FloatMatrix values = x.values();
    ProductTile.multiply(
        rows,
        depth,
        values.array(),
        values.at(t) + from,
        values.stride(),
        w.weights(),
        w.panelAt(p) + from * COLS,
        COLS,
        z,
        zAt,
        0,
        y,
        yAt,
        yStride);
  }
}
