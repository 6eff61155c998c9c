package io.corpuscle.engine.kernel.reference;

import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.tensor.Bfloat16;
import io.corpuscle.engine.tensor.FloatMatrix;

/**
 * Rows about to be multiplied, every number as a float: {@code x ≈ scale · values}.
 *
 * @param values floats, floats that are bfloat16, or integers, {@code [T, I]}
 * @param scales a scale a row, {@code [T, 1]}; 1 where there are no integers
 */
record ReferenceOperand(FloatMatrix values, FloatMatrix scales, Precision precision)
    implements Operand {
  private static final float LARGEST = Byte.MAX_VALUE;

  @Override
  public int rows() {
    return values.rows();
  }

  @Override
  public int cols() {
    return values.cols();
  }

  void load(FloatMatrix x) {
    for (int t = 0; t < x.rows(); t++) {
      float max = 0;
      for (int i = 0; i < x.cols(); i++) {
        max = Math.max(max, Math.abs(x.get(t, i)));
      }
      float inverse = max == 0 ? 0 : LARGEST / max;
      scales.set(t, 0, precision == Precision.INT8 ? max / LARGEST : 1);
      for (int i = 0; i < x.cols(); i++) {
        values.set(
            t,
            i,
            switch (precision) {
              case FLOAT32 -> x.get(t, i);
              case BFLOAT16 -> Bfloat16.round(x.get(t, i));
              case INT8 -> (float) Math.rint(x.get(t, i) * inverse);
            });
      }
    }
  }
}
