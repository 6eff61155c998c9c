package io.corpuscle.engine.kernel.onednn;

import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.tensor.ByteRegion;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.Arrays;

/**
 * Rows about to be multiplied, outside of the Java heap. There is room for as many rows as the
 * bucket of the last product has; what stands in those that are not there is multiplied and read by
 * nobody.
 */
final class OnednnOperand implements Operand {
  private final int rows;
  private final int cols;
  private final Precision precision;
  private final ElementLayout layout;
  private final ByteRegion region;
  private final FloatMatrix scales; // [rows, 1]; of INT8 only
  private final FloatMatrix row; // [1, padded]

  OnednnOperand(int rows, int cols, Precision precision, Workspace.Frame frame) {
    this.rows = rows;
    this.cols = cols;
    this.precision = precision;
    this.layout = ElementLayout.of(precision);
    this.region = frame.bytes(Math.multiplyExact(Buckets.roomFor(rows, layout), rowBytes()));
    this.scales = frame.matrix(rows, 1);
    this.row = frame.matrix(1, layout.padded(cols));
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int cols() {
    return cols;
  }

  @Override
  public Precision precision() {
    return precision;
  }

  /** How the elements of a row lie. */
  ElementLayout layout() {
    return layout;
  }

  /** Where the elements are. */
  ByteRegion region() {
    return region;
  }

  /** How far rows are apart. */
  int rowBytes() {
    return layout.bytes() * layout.padded(cols);
  }

  /** What row t's products are to be multiplied with. */
  float scale(int t) {
    return precision == Precision.INT8 ? scales.get(t, 0) : 1;
  }

  /** Room for one row of floats, on which {@link #load} may be called. */
  FloatMatrix row() {
    return row;
  }

  /** Takes row t from {@code x}, {@code [cols]} from {@code at} on. */
  void load(int t, float[] x, int at) {
    int padded = row.cols();
    float[] from = x;
    int fromAt = at;
    if (cols < padded) {
      from = row.array();
      fromAt = row.offset();
      System.arraycopy(x, at, from, fromAt, cols);
      Arrays.fill(from, fromAt + cols, fromAt + padded, 0);
    }
    take(t, from, fromAt, padded);
  }

  private void take(int t, float[] x, int at, int count) {
    int to = region.at() + t * rowBytes();
    switch (precision) {
      case FLOAT32 -> OperandRows.copy(x, at, count, region.block(), to);
      case BFLOAT16 -> OperandRows.round(x, at, count, region.block(), to);
      case INT8 -> scales.set(t, 0, OperandRows.quantise(x, at, count, region.block(), to));
      default -> throw new IllegalStateException("no operand of " + precision);
    }
  }
}
