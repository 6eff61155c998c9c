package io.corpuscle.engine.kernel.reference;

import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.QuantizedRows;
import io.corpuscle.engine.kernel.WeightRows;
import io.corpuscle.engine.tensor.Bfloat16;
import io.corpuscle.engine.tensor.FloatMatrix;

/**
 * W as rows, and b.
 *
 * @param w floats, floats that are bfloat16, or integers, {@code [O, I]}
 * @param scales the scales of the integers, {@code [O, groups]}; 1 where there are none
 * @param bias {@code [1, O]}
 */
record ReferenceMatrix(FloatMatrix w, FloatMatrix scales, FloatMatrix bias, Precision precision)
    implements PackedMatrix {

  /** Weights as floats. */
  static ReferenceMatrix of(WeightRows rows, float[] bias, Precision precision) {
    FloatMatrix w = FloatMatrix.zeros(rows.outputs(), rows.inputs());
    FloatMatrix scales = FloatMatrix.zeros(rows.outputs(), 1);
    for (int o = 0; o < rows.outputs(); o++) {
      rows.read(o, w.array(), w.at(o));
      scales.set(o, 0, 1);
      for (int i = 0; i < rows.inputs() && precision == Precision.BFLOAT16; i++) {
        w.set(o, i, Bfloat16.round(w.get(o, i)));
      }
    }
    return new ReferenceMatrix(w, scales, copy(bias), precision);
  }

  /** Weights as integers. */
  static ReferenceMatrix of(QuantizedRows rows, float[] bias) {
    int groups = rows.inputs() / rows.groupSize();
    FloatMatrix w = FloatMatrix.zeros(rows.outputs(), rows.inputs());
    FloatMatrix scales = FloatMatrix.zeros(rows.outputs(), groups);
    byte[] integers = new byte[rows.inputs()];
    float[] rowScales = new float[groups];
    for (int o = 0; o < rows.outputs(); o++) {
      rows.read(o, integers, rowScales);
      for (int i = 0; i < integers.length; i++) {
        w.set(o, i, integers[i]);
      }
      for (int group = 0; group < groups; group++) {
        scales.set(o, group, rowScales[group]);
      }
    }
    return new ReferenceMatrix(w, scales, copy(bias), Precision.INT8);
  }

  private static FloatMatrix copy(float[] bias) {
    return FloatMatrix.of(bias.clone(), 0, 1, bias.length);
  }

  @Override
  public int inputs() {
    return w.cols();
  }

  @Override
  public int outputs() {
    return w.rows();
  }

  @Override
  public long bytes() {
    return (long) Float.BYTES * (w.array().length + scales.array().length + bias.array().length);
  }

  /** {@code W[o]·x[t] + b[o]}, summed in float64, in which every sum of integers is exact. */
  float product(ReferenceOperand x, int t, int o) {
    int groupSize = inputs() / scales.cols();
    double sum = 0;
    for (int group = 0; group < scales.cols(); group++) {
      double ofGroup = 0;
      for (int i = group * groupSize; i < (group + 1) * groupSize; i++) {
        ofGroup += (double) x.values().get(t, i) * w.get(o, i);
      }
      sum += scales.get(o, group) * ofGroup;
    }
    return (float) (sum * x.scales().get(t, 0) + bias.get(0, o));
  }
}
