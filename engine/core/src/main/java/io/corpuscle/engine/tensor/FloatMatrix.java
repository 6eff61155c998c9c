package io.corpuscle.engine.tensor;

import java.util.Locale;
import java.util.Objects;

/**
 * A view of {@code [rows, cols]} floats in an array, rows {@code stride} apart. Slices share the
 * storage of the matrix they are taken from.
 */
public final class FloatMatrix {
  private final float[] array;
  private final int offset;
  private final int rows;
  private final int cols;
  private final int stride;

  private FloatMatrix(float[] array, int offset, int rows, int cols, int stride) {
    this.array = array;
    this.offset = offset;
    this.rows = rows;
    this.cols = cols;
    this.stride = stride;
  }

  /** A new matrix of zeros. */
  public static FloatMatrix zeros(int rows, int cols) {
    return new FloatMatrix(new float[Math.multiplyExact(rows, cols)], 0, rows, cols, cols);
  }

  /** A view of {@code array} from {@code offset} on, rows one after the other. */
  public static FloatMatrix of(float[] array, int offset, int rows, int cols) {
    Objects.checkFromIndexSize(offset, Math.multiplyExact(rows, cols), array.length);
    return new FloatMatrix(array, offset, rows, cols, cols);
  }

  public int rows() {
    return rows;
  }

  public int cols() {
    return cols;
  }

  /** The storage; element (r, c) is at {@code offset + r·stride + c}. */
  public float[] array() {
    return array;
  }

  public int offset() {
    return offset;
  }

  public int stride() {
    return stride;
  }

  /** Where row {@code r} begins in {@link #array()}. */
  public int at(int r) {
    return offset + r * stride;
  }

  public float get(int r, int c) {
    return array[offset + r * stride + c];
  }

  public void set(int r, int c, float value) {
    array[offset + r * stride + c] = value;
  }

  /** Rows {@code [from, from + count)}, sharing this storage. */
  public FloatMatrix rows(int from, int count) {
    Objects.checkFromIndexSize(from, count, rows);
    return from == 0 && count == rows
        ? this
        : new FloatMatrix(array, offset + from * stride, count, cols, stride);
  }

  /** Columns {@code [from, from + count)}, sharing this storage. */
  public FloatMatrix columns(int from, int count) {
    Objects.checkFromIndexSize(from, count, cols);
    return new FloatMatrix(array, offset + from, rows, count, stride);
  }

  /**
   * The same numbers as rows of {@code width}: {@code [T, n·d]} seen as {@code [T·n, d]}. Rows must
   * lie one after the other.
   */
  public FloatMatrix reshape(int width) {
    if (stride != cols || cols % width != 0) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "[%d, %d] with rows %d apart cannot be seen as rows of %d",
              rows,
              cols,
              stride,
              width));
    }
    return new FloatMatrix(array, offset, rows * (cols / width), width, width);
  }

  /** The shape, for messages. */
  @Override
  public String toString() {
    return "[" + rows + ", " + cols + "]";
  }
}
