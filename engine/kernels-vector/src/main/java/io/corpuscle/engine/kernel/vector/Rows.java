package io.corpuscle.engine.kernel.vector;

import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;
import static io.corpuscle.engine.kernel.vector.Lanes.load;

import java.util.Arrays;

/** Rows of scratch, filled up with zeros to whole tiles so that no loop over them has a tail. */
final class Rows {
  private Rows() {}

  /** Copies {@code count} floats and follows them with zeros up to {@code padded}. */
  static void copy(float[] from, int fromAt, int count, float[] to, int toAt, int padded) {
    System.arraycopy(from, fromAt, to, toAt, count);
    Arrays.fill(to, toAt + count, toAt + padded, 0);
  }

  /** Multiplies {@code count} floats, a multiple of the vector length, by {@code factor}. */
  static void scale(float[] x, int at, int count, float factor) {
    for (int i = at; i < at + count; i += LENGTH) {
      load(x, i).mul(factor).intoArray(x, i);
    }
  }
}
