package io.corpuscle.engine.kernel.vector;

import static io.corpuscle.engine.kernel.vector.Lanes.F;
import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;

import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.RowSelection;
import io.corpuscle.engine.kernel.SpikeThreshold;
import io.corpuscle.engine.tensor.Bfloat16;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Rows about to be multiplied, as floats whatever the precision: integers and the rounded numbers
 * of bfloat16 are floats too, and their products fused multiply-adds.
 */
final class VectorOperand implements Operand {
  private static final float LARGEST = Byte.MAX_VALUE;

  /** Added to |x| < 2²² and taken away again, it leaves x rounded half to even. */
  private static final float ROUND = 12_582_912f;

  private final OperandFormat format;
  private final FloatMatrix room;
  private final FloatMatrix scales;
  private final FloatMatrix sums;
  private FloatMatrix values;

  VectorOperand(int rows, int cols, OperandFormat format, Workspace.Frame frame) {
    this.format = format;
    this.room = frame.matrix(rows, cols);
    this.scales = frame.matrix(rows, 1);
    this.sums = frame.matrix(1, SpikeThreshold.LANES);
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
  public OperandFormat format() {
    return format;
  }

  /** The numbers, without their scales, {@code [rows, cols]}. */
  FloatMatrix values() {
    return values;
  }

  /** The scale of row t; of integers only. */
  float scale(int t) {
    return scales.get(t, 0);
  }

  /** Room for numbers in float32, on which {@link #load} is to be called with itself. */
  FloatMatrix room() {
    return room;
  }

  void load(FloatMatrix x) {
    switch (format.precision()) {
      case FLOAT32 -> values = x;
      case BFLOAT16 -> round(x);
      case INT8 -> {
        for (int t = 0; t < x.rows(); t++) {
          quantise(x, t);
        }
      }
      case SPIKING -> {
        for (int t = 0; t < x.rows(); t++) {
          count(x, t);
        }
      }
      default -> throw new IllegalStateException("no operand of " + format);
    }
  }

  void take(VectorOperand x, RowSelection rows) {
    values = room;
    for (int r = 0; r < rows.count(); r++) {
      int from = x.values.at(rows.row(r));
      System.arraycopy(x.values.array(), from, room.array(), room.at(r), room.cols());
      scales.set(r, 0, x.scales.get(rows.row(r), 0));
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
    FloatVector round = FloatVector.broadcast(F, ROUND);
    for (int i = 0; i < whole; i += LENGTH) {
      Lanes.load(in, from + i).mul(inverse).add(round).sub(round).intoArray(out, to + i);
    }
    for (int i = whole; i < x.cols(); i++) {
      out[to + i] = (float) Math.rint(in[from + i] * inverse);
    }
  }

  private void count(FloatMatrix x, int t) {
    float[] in = x.array();
    float[] out = room.array();
    int from = x.at(t);
    int to = room.at(t);
    float threshold =
        SpikeRows.threshold(in, from, x.cols(), format.spikeK(), sums.array(), sums.offset());
    scales.set(t, 0, threshold);
    int whole = F.loopBound(x.cols());
    FloatVector v = FloatVector.broadcast(F, threshold);
    FloatVector round = FloatVector.broadcast(F, ROUND);
    for (int i = 0; i < whole; i += LENGTH) {
      Lanes.load(in, from + i).div(v).add(round).sub(round).intoArray(out, to + i);
    }
    for (int i = whole; i < x.cols(); i++) {
      out[to + i] = SpikeThreshold.count(in[from + i], threshold);
    }
  }
}
