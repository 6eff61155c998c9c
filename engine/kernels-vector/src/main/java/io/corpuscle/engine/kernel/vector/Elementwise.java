package io.corpuscle.engine.kernel.vector;

import static io.corpuscle.engine.kernel.vector.Lanes.F;
import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;
import static io.corpuscle.engine.kernel.vector.Lanes.load;

import io.corpuscle.engine.kernel.RowSelection;
import io.corpuscle.engine.tensor.FloatMatrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The operations that see one row at a time: whole vectors, and one masked vector where a row ends
 * within it.
 */
final class Elementwise {
  private Elementwise() {}

  static void rmsNorm(FloatMatrix x, float[] gain, float epsilon, FloatMatrix y) {
    float[] in = x.array();
    float[] out = y.array();
    int cols = x.cols();
    int whole = F.loopBound(cols);
    VectorMask<Float> tail = F.indexInRange(whole, cols);
    for (int t = 0; t < x.rows(); t++) {
      int xAt = x.at(t);
      int yAt = y.at(t);
      // Four sums: each waits for its own last addition only.
      FloatVector s0 = FloatVector.zero(F);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      int j = 0;
      for (; j <= whole - 4 * LENGTH; j += 4 * LENGTH) {
        FloatVector v0 = load(in, xAt + j);
        FloatVector v1 = load(in, xAt + j + LENGTH);
        FloatVector v2 = load(in, xAt + j + 2 * LENGTH);
        FloatVector v3 = load(in, xAt + j + 3 * LENGTH);
        s0 = v0.fma(v0, s0);
        s1 = v1.fma(v1, s1);
        s2 = v2.fma(v2, s2);
        s3 = v3.fma(v3, s3);
      }
      for (; j < whole; j += LENGTH) {
        FloatVector v = load(in, xAt + j);
        s0 = v.fma(v, s0);
      }
      FloatVector squares = s0.add(s1).add(s2.add(s3));
      if (whole < cols) {
        FloatVector v = FloatVector.fromArray(F, in, xAt + whole, tail);
        squares = v.fma(v, squares);
      }
      float scale = (float) (1 / Math.sqrt(Lanes.sum(squares) / cols + epsilon));
      for (int i = 0; i < whole; i += LENGTH) {
        load(in, xAt + i).mul(scale).mul(load(gain, i)).intoArray(out, yAt + i);
      }
      if (whole < cols) {
        FloatVector v = FloatVector.fromArray(F, in, xAt + whole, tail);
        FloatVector g = FloatVector.fromArray(F, gain, whole, tail);
        v.mul(scale).mul(g).intoArray(out, yAt + whole, tail);
      }
    }
  }

  static void relu(FloatMatrix x) {
    float[] array = x.array();
    int whole = F.loopBound(x.cols());
    VectorMask<Float> tail = F.indexInRange(whole, x.cols());
    for (int t = 0; t < x.rows(); t++) {
      int at = x.at(t);
      for (int i = at; i < at + whole; i += LENGTH) {
        load(array, i).max(0).intoArray(array, i);
      }
      if (whole < x.cols()) {
        FloatVector v = FloatVector.fromArray(F, array, at + whole, tail);
        v.max(0).intoArray(array, at + whole, tail);
      }
    }
  }

  static void sigmoid(FloatMatrix x) {
    float[] array = x.array();
    int whole = F.loopBound(x.cols());
    VectorMask<Float> tail = F.indexInRange(whole, x.cols());
    for (int t = 0; t < x.rows(); t++) {
      int at = x.at(t);
      for (int i = at; i < at + whole; i += LENGTH) {
        Lanes.sigmoid(load(array, i)).intoArray(array, i);
      }
      if (whole < x.cols()) {
        FloatVector v = FloatVector.fromArray(F, array, at + whole, tail);
        Lanes.sigmoid(v).intoArray(array, at + whole, tail);
      }
    }
  }

  static void logDecay(FloatMatrix x, float divisor) {
    float[] array = x.array();
    int whole = F.loopBound(x.cols());
    VectorMask<Float> tail = F.indexInRange(whole, x.cols());
    for (int t = 0; t < x.rows(); t++) {
      int at = x.at(t);
      for (int i = at; i < at + whole; i += LENGTH) {
        Lanes.logSigmoid(load(array, i)).div(divisor).intoArray(array, i);
      }
      if (whole < x.cols()) {
        FloatVector v = FloatVector.fromArray(F, array, at + whole, tail);
        Lanes.logSigmoid(v).div(divisor).intoArray(array, at + whole, tail);
      }
    }
  }

  /** Adds row r of x, times its weight, to the row of y that it is of. */
  static void add(FloatMatrix x, RowSelection rows, FloatMatrix y) {
    float[] in = x.array();
    float[] out = y.array();
    int whole = F.loopBound(x.cols());
    VectorMask<Float> tail = F.indexInRange(whole, x.cols());
    for (int r = 0; r < rows.count(); r++) {
      int xAt = x.at(r);
      int yAt = y.at(rows.row(r));
      FloatVector weight = FloatVector.broadcast(F, rows.weight(r));
      for (int i = 0; i < whole; i += LENGTH) {
        load(in, xAt + i).fma(weight, load(out, yAt + i)).intoArray(out, yAt + i);
      }
      if (whole < x.cols()) {
        FloatVector v = FloatVector.fromArray(F, in, xAt + whole, tail);
        FloatVector sum = v.fma(weight, FloatVector.fromArray(F, out, yAt + whole, tail));
        sum.intoArray(out, yAt + whole, tail);
      }
    }
  }

  static void swiGlu(FloatMatrix gate, FloatMatrix up, FloatMatrix y) {
    float[] gates = gate.array();
    float[] ups = up.array();
    float[] out = y.array();
    int whole = F.loopBound(gate.cols());
    VectorMask<Float> tail = F.indexInRange(whole, gate.cols());
    for (int t = 0; t < gate.rows(); t++) {
      int gateAt = gate.at(t);
      int upAt = up.at(t);
      int yAt = y.at(t);
      for (int i = 0; i < whole; i += LENGTH) {
        FloatVector z = load(gates, gateAt + i);
        z.mul(Lanes.sigmoid(z)).mul(load(ups, upAt + i)).intoArray(out, yAt + i);
      }
      if (whole < gate.cols()) {
        FloatVector z = FloatVector.fromArray(F, gates, gateAt + whole, tail);
        FloatVector u = FloatVector.fromArray(F, ups, upAt + whole, tail);
        z.mul(Lanes.sigmoid(z)).mul(u).intoArray(out, yAt + whole, tail);
      }
    }
  }

  static void rotate(FloatMatrix cos, FloatMatrix sin, FloatMatrix x) {
    float[] array = x.array();
    int half = cos.cols();
    int whole = F.loopBound(half);
    VectorMask<Float> tail = F.indexInRange(whole, half);
    for (int t = 0; t < x.rows(); t++) {
      for (int head = x.at(t); head < x.at(t) + x.cols(); head += 2 * half) {
        for (int i = 0; i < whole; i += LENGTH) {
          FloatVector c = load(cos.array(), cos.at(t) + i);
          FloatVector s = load(sin.array(), sin.at(t) + i);
          FloatVector low = load(array, head + i);
          FloatVector high = load(array, head + half + i);
          low.mul(c).sub(high.mul(s)).intoArray(array, head + i);
          high.mul(c).add(low.mul(s)).intoArray(array, head + half + i);
        }
        if (whole < half) {
          int at = head + whole;
          FloatVector c = FloatVector.fromArray(F, cos.array(), cos.at(t) + whole, tail);
          FloatVector s = FloatVector.fromArray(F, sin.array(), sin.at(t) + whole, tail);
          FloatVector low = FloatVector.fromArray(F, array, at, tail);
          FloatVector high = FloatVector.fromArray(F, array, at + half, tail);
          low.mul(c).sub(high.mul(s)).intoArray(array, at, tail);
          high.mul(c).add(low.mul(s)).intoArray(array, at + half, tail);
        }
      }
    }
  }
}
