package io.corpuscle.engine.kernel.vector;

import static io.corpuscle.engine.kernel.vector.Lanes.F;
import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;

import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.tensor.Bfloat16;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Rows about to be multiplied, as floats whatever the precision: the integers of INT8 and the
 * rounded numbers of bfloat16 are floats too, and their products fused multiply-adds.
 */
final class VectorOperand implements Operand {
  private static final float LARGEST = Byte.MAX_VALUE;

  /** Added to |x| < 2²² and taken away again, it leaves x rounded half to even. */
  private static final FloatVector ROUND = FloatVector.broadcast(F, 12_582_912f);

  private final Precision precision;
  private final FloatMatrix room;
  private final FloatMatrix scales;
  private FloatMatrix values;

  VectorOperand(int rows, int cols, Precision precision, Workspace.Frame frame) {
    this.precision = precision;
    this.room = frame.matrix(rows, cols);
    this.scales = frame.matrix(rows, 1);
    this.values = room;
  }

  @Override
  public int rows() {
    return room.rows();
  }

  @Override
  public int cols() {
    return room.cols();
  }

  @Override
  public Precision precision() {
    return precision;
  }

  /** The numbers, without their scales, {@code [rows, cols]}. */
  FloatMatrix values() {
    return values;
  }

  /** The scale of row t; of INT8 only. */
  float scale(int t) {
    return scales.get(t, 0);
  }

  /** Room for numbers in float32, on which {@link #load} is to be called with itself. */
  FloatMatrix room() {
    return room;
  }

  void load(FloatMatrix x) {
    switch (precision) {
      case FLOAT32 -> values = x;
      case BFLOAT16 -> round(x);
      case INT8 -> {
        for (int t = 0; t < x.rows(); t++) {
          quantise(x, t);
        }
      }
      default -> throw new IllegalStateException("no operand of " + precision);
    }
  }

  private void round(FloatMatrix x) {
    for (int t = 0; t < x.rows(); t++) {
      for (int i = 0; i < x.cols(); i++) {
        room.set(t, i, Bfloat16.round(x.get(t, i)));
      }
    }
  }

  private void quantise(FloatMatrix x, int t) {
    float[] in = x.array();
    float[] out = room.array();
    int from = x.at(t);
    int to = room.at(t);
    int whole = F.loopBound(x.cols());
    FloatVector largest = FloatVector.zero(F);
    for (int i = 0; i < whole; i += LENGTH) {
      largest = largest.max(Lanes.load(in, from + i).abs());
    }
    float max = largest.reduceLanes(VectorOperators.MAX);
    for (int i = whole; i < x.cols(); i++) {
      max = Math.max(max, Math.abs(in[from + i]));
    }
    scales.set(t, 0, max / LARGEST);
    float inverse = max == 0 ? 0 : LARGEST / max;
    for (int i = 0; i < whole; i += LENGTH) {
      Lanes.load(in, from + i).mul(inverse).add(ROUND).sub(ROUND).intoArray(out, to + i);
    }
    for (int i = whole; i < x.cols(); i++) {
      out[to + i] = (float) Math.rint(in[from + i] * inverse);
    }
  }
}
