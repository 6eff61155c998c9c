package io.corpuscle.engine.kernel.vector;

import static io.corpuscle.engine.kernel.vector.Lanes.F;
import static io.corpuscle.engine.kernel.vector.Lanes.load;

import jdk.incubator.vector.FloatVector;

/**
 * The one matrix product all others are made of: a tile of {@value #ROWS} rows and two vectors of
 * columns, held in sixteen registers while it grows.
 *
 * <p>Every element is one chain of fused multiply-adds, {@code z + a₀·b₀ + a₁·b₁ + …} in the order
 * of k: it depends neither on the width of a vector nor on what else is in the tile.
 */
final class ProductTile {
  /** Rows of a tile. */
  static final int ROWS = 8;

  /** Columns of a tile. */
  static final int COLS = 2 * Lanes.LENGTH;

  private ProductTile() {}

  /**
   * {@code C = Z + A·B}. Written out by hand, without a branch: sixteen accumulators in an array,
   * or behind a helper that branches, and C2 would box them.
   *
   * @param rows how many rows A has, 1 … {@value #ROWS}; the last stands for those it has not
   * @param depth K
   * @param a A, {@code [rows, K]} from {@code aAt}, rows {@code aStride} apart
   * @param b B, {@code [K, COLS]} from {@code bAt}, rows {@code bStride} apart
   * @param z Z, {@code [ROWS, COLS]} from {@code zAt}, rows {@code zStride} apart: 0 for a bias
   * @param c C, {@code [ROWS, COLS]} from {@code cAt}, rows {@code cStride} apart, overwritten; may
   *     be Z
   */
  static void multiply(
      int rows,
      int depth,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bStride,
      float[] z,
      int zAt,
      int zStride,
      float[] c,
      int cAt,
      int cStride) {
    int last = rows - 1;
    // Row 0 like the others: where C2 (17) can see that it is aAt, the loop is a tenth slower.
    int a0 = aAt + Math.min(0, last) * aStride;
    int a1 = aAt + Math.min(1, last) * aStride;
    int a2 = aAt + Math.min(2, last) * aStride;
    int a3 = aAt + Math.min(3, last) * aStride;
    int a4 = aAt + Math.min(4, last) * aStride;
    int a5 = aAt + Math.min(5, last) * aStride;
    int a6 = aAt + Math.min(6, last) * aStride;
    int a7 = aAt + Math.min(7, last) * aStride;
    FloatVector c0l = load(z, zAt);
    FloatVector c0r = load(z, zAt + Lanes.LENGTH);
    FloatVector c1l = load(z, zAt + 1 * zStride);
    FloatVector c1r = load(z, zAt + 1 * zStride + Lanes.LENGTH);
    FloatVector c2l = load(z, zAt + 2 * zStride);
    FloatVector c2r = load(z, zAt + 2 * zStride + Lanes.LENGTH);
    FloatVector c3l = load(z, zAt + 3 * zStride);
    FloatVector c3r = load(z, zAt + 3 * zStride + Lanes.LENGTH);
    FloatVector c4l = load(z, zAt + 4 * zStride);
    FloatVector c4r = load(z, zAt + 4 * zStride + Lanes.LENGTH);
    FloatVector c5l = load(z, zAt + 5 * zStride);
    FloatVector c5r = load(z, zAt + 5 * zStride + Lanes.LENGTH);
    FloatVector c6l = load(z, zAt + 6 * zStride);
    FloatVector c6r = load(z, zAt + 6 * zStride + Lanes.LENGTH);
    FloatVector c7l = load(z, zAt + 7 * zStride);
    FloatVector c7r = load(z, zAt + 7 * zStride + Lanes.LENGTH);
    for (int k = 0; k < depth; k++) {
      int row = bAt + k * bStride;
      FloatVector left = load(b, row);
      FloatVector right = load(b, row + Lanes.LENGTH);
      FloatVector x0 = FloatVector.broadcast(F, a[a0 + k]);
      c0l = x0.fma(left, c0l);
      c0r = x0.fma(right, c0r);
      FloatVector x1 = FloatVector.broadcast(F, a[a1 + k]);
      c1l = x1.fma(left, c1l);
      c1r = x1.fma(right, c1r);
      FloatVector x2 = FloatVector.broadcast(F, a[a2 + k]);
      c2l = x2.fma(left, c2l);
      c2r = x2.fma(right, c2r);
      FloatVector x3 = FloatVector.broadcast(F, a[a3 + k]);
      c3l = x3.fma(left, c3l);
      c3r = x3.fma(right, c3r);
      FloatVector x4 = FloatVector.broadcast(F, a[a4 + k]);
      c4l = x4.fma(left, c4l);
      c4r = x4.fma(right, c4r);
      FloatVector x5 = FloatVector.broadcast(F, a[a5 + k]);
      c5l = x5.fma(left, c5l);
      c5r = x5.fma(right, c5r);
      FloatVector x6 = FloatVector.broadcast(F, a[a6 + k]);
      c6l = x6.fma(left, c6l);
      c6r = x6.fma(right, c6r);
      FloatVector x7 = FloatVector.broadcast(F, a[a7 + k]);
      c7l = x7.fma(left, c7l);
      c7r = x7.fma(right, c7r);
    }
    c0l.intoArray(c, cAt);
    c0r.intoArray(c, cAt + Lanes.LENGTH);
    c1l.intoArray(c, cAt + 1 * cStride);
    c1r.intoArray(c, cAt + 1 * cStride + Lanes.LENGTH);
    c2l.intoArray(c, cAt + 2 * cStride);
    c2r.intoArray(c, cAt + 2 * cStride + Lanes.LENGTH);
    c3l.intoArray(c, cAt + 3 * cStride);
    c3r.intoArray(c, cAt + 3 * cStride + Lanes.LENGTH);
    c4l.intoArray(c, cAt + 4 * cStride);
    c4r.intoArray(c, cAt + 4 * cStride + Lanes.LENGTH);
    c5l.intoArray(c, cAt + 5 * cStride);
    c5r.intoArray(c, cAt + 5 * cStride + Lanes.LENGTH);
    c6l.intoArray(c, cAt + 6 * cStride);
    c6r.intoArray(c, cAt + 6 * cStride + Lanes.LENGTH);
    c7l.intoArray(c, cAt + 7 * cStride);
    c7r.intoArray(c, cAt + 7 * cStride + Lanes.LENGTH);
  }
}
