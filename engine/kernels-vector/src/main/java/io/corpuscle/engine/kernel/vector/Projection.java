package io.corpuscle.engine.kernel.vector;

import static io.corpuscle.engine.kernel.vector.ProductTile.COLS;
import static io.corpuscle.engine.kernel.vector.ProductTile.ROWS;

import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;

/** {@code y = x·Wᵀ + b}, tile by tile: a block of W stays in the cache while all rows pass. */
final class Projection {
  private Projection() {}

  static void project(FloatMatrix x, VectorMatrix w, FloatMatrix y, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      FloatMatrix edge = frame.matrix(ROWS, COLS);
      int block = w.panelsInCache();
      for (int first = 0; first < w.panels(); first += block) {
        int end = Math.min(first + block, w.panels());
        for (int t = 0; t < x.rows(); t += ROWS) {
          for (int p = first; p < end; p++) {
            tile(x, t, w, p, y, edge);
          }
        }
      }
    }
  }

  /** Rows t … and panel p of the product; through {@code edge} where y ends within the tile. */
  private static void tile(
      FloatMatrix x, int t, VectorMatrix w, int p, FloatMatrix y, FloatMatrix edge) {
    int rows = Math.min(ROWS, x.rows() - t);
    int cols = Math.min(COLS, w.outputs() - p * COLS);
    if (rows == ROWS && cols == COLS) {
      multiply(rows, x, t, w, p, y.array(), y.at(t) + p * COLS, y.stride());
      return;
    }
    multiply(rows, x, t, w, p, edge.array(), edge.offset(), COLS);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(edge.array(), edge.at(r), y.array(), y.at(t + r) + p * COLS, cols);
    }
  }

  /**
   * Panel p of the product with {@code rows} rows from t.
   *
   * @param y {@code [ROWS, COLS]} from {@code yAt}, rows {@code yStride} apart, overwritten
   */
  static void multiply(
      int rows, FloatMatrix x, int t, VectorMatrix w, int p, float[] y, int yAt, int yStride) {
    ProductTile.multiply(
        rows,
        w.inputs(),
        x.array(),
        x.at(t),
        x.stride(),
        w.weights(),
        w.panelAt(p),
        COLS,
        w.bias(),
        p * COLS,
        0,
        y,
        yAt,
        yStride);
  }
}
