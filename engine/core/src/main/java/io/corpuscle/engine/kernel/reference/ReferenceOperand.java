package io.corpuscle.engine.kernel.reference;

import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.RowSelection;
import io.corpuscle.engine.kernel.SpikeThreshold;
import io.corpuscle.engine.tensor.Bfloat16;
import io.corpuscle.engine.tensor.FloatMatrix;

/**
 * Rows about to be multiplied, every number as a float: {@code x ≈ scale · values}.
 *
 * @param values floats, floats that are bfloat16, or integers, {@code [T, I]}
 * @param scales a scale a row, {@code [T, 1]}; 1 where there are no integers
 */
record ReferenceOperand(FloatMatrix values, FloatMatrix scales, OperandFormat format)
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
      float scale = scale(x, t);
      scales.set(t, 0, scale);
      float max = largest(x, t);
      float inverse = max == 0 ? 0 : LARGEST / max;
      for (int i = 0; i < x.cols(); i++) {
        float v = x.get(t, i);
        values.set(
            t,
            i,
            switch (format.precision()) {
              case FLOAT32 -> v;
              case BFLOAT16 -> Bfloat16.round(v);
              case INT8 -> (float) Math.rint(v * inverse);
              case SPIKING -> SpikeThreshold.count(v, scale);
            });
      }
    }
  }

  void take(ReferenceOperand x, RowSelection rows) {
    for (int r = 0; r < rows.count(); r++) {
      scales.set(r, 0, x.scales.get(rows.row(r), 0));
      for (int i = 0; i < cols(); i++) {
        values.set(r, i, x.values.get(rows.row(r), i));
      }
    }
  }

  private float scale(FloatMatrix x, int t) {
    return switch (format.precision()) {
      case FLOAT32, BFLOAT16 -> 1;
      case INT8 -> largest(x, t) / LARGEST;
      case SPIKING -> SpikeThreshold.of(x.array(), x.at(t), x.cols(), format.spikeK());
    };
  }

  private static float largest(FloatMatrix x, int t) {
    float max = 0;
    for (int i = 0; i < x.cols(); i++) {
      max = Math.max(max, Math.abs(x.get(t, i)));
    }
    return max;
  }
}
