package io.corpuscle.engine.kernel.reference;

import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.WeightRows;
import io.corpuscle.engine.tensor.FloatMatrix;

/** W as rows, {@code [O, I]}, and b. */
final class ReferenceMatrix implements PackedMatrix {
  final FloatMatrix w;
  final float[] bias;

  ReferenceMatrix(WeightRows rows, float[] bias) {
    this.w = FloatMatrix.zeros(rows.outputs(), rows.inputs());
    this.bias = bias.clone();
    for (int o = 0; o < rows.outputs(); o++) {
      rows.read(o, w.array(), w.at(o));
    }
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
    return (long) Float.BYTES * (w.array().length + bias.length);
  }

  /** {@code W[o]·x[t] + b[o]}, summed in float64. */
  float product(FloatMatrix x, int t, int o) {
    double sum = bias[o];
    for (int i = 0; i < x.cols(); i++) {
      sum += (double) x.get(t, i) * w.get(o, i);
    }
    return (float) sum;
  }
}
