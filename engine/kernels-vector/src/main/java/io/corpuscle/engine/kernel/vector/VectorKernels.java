package io.corpuscle.engine.kernel.vector;

import io.corpuscle.engine.kernel.ChannelQuantization;
import io.corpuscle.engine.kernel.GateAndUpRows;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.QuantizedRows;
import io.corpuscle.engine.kernel.RowSelection;
import io.corpuscle.engine.kernel.WeightRows;
import io.corpuscle.engine.spike.SpikeTally;
import io.corpuscle.engine.state.FloatWindow;
import io.corpuscle.engine.state.Int8Window;
import io.corpuscle.engine.state.RecurrentState;
import io.corpuscle.engine.state.WindowShape;
import io.corpuscle.engine.state.WindowState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;

/**
 * All kernels in the Vector API, on floats in every precision. The same bits whether interpreted or
 * compiled, from the first call on, for one width of vector; products have the same bits for every
 * width.
 */
public final class VectorKernels implements Kernels {

  @Override
  public String name() {
    return VectorProvider.NAME;
  }

  /** Sums over lanes depend on how many there are. */
  @Override
  public String instructionSet() {
    return Lanes.LENGTH * Float.SIZE + "-bit";
  }

  @Override
  public PackedMatrix pack(WeightRows w, float[] bias, Precision precision) {
    return precision.ofWeights() == Precision.INT8
        ? pack(new ChannelQuantization(w), bias)
        : VectorMatrix.of(w, bias, precision);
  }

  @Override
  public PackedMatrix pack(QuantizedRows w, float[] bias) {
    return VectorMatrix.of(w, bias);
  }

  @Override
  public boolean packsOutsideHeap() {
    return false;
  }

  @Override
  public WindowState window(WindowShape shape, Precision precision) {
    return precision == Precision.INT8 ? new Int8Window(shape) : new FloatWindow(shape);
  }

  @Override
  public Operand operand(int rows, int cols, OperandFormat format, Workspace.Frame frame) {
    return new VectorOperand(rows, cols, format, frame);
  }

  @Override
  public void load(FloatMatrix x, Operand y) {
    ((VectorOperand) y).load(x);
  }

  @Override
  public void select(Operand x, RowSelection rows, Operand y) {
    ((VectorOperand) y).take((VectorOperand) x, rows);
  }

  @Override
  public void tally(Operand x, int from, int rows, SpikeTally tally) {
    FloatMatrix counts = ((VectorOperand) x).values();
    for (int t = from; t < from + rows; t++) {
      for (int i = counts.at(t); i < counts.at(t) + counts.cols(); i++) {
        tally.add((int) counts.array()[i]);
      }
    }
  }

  @Override
  public void counts(Operand x, int row, int[] counts) {
    FloatMatrix values = ((VectorOperand) x).values();
    for (int i = 0; i < values.cols(); i++) {
      counts[i] = (int) values.get(row, i);
    }
  }

  @Override
  public void rmsNorm(FloatMatrix x, float[] gain, float epsilon, Operand y) {
    FloatMatrix room = ((VectorOperand) y).room();
    Elementwise.rmsNorm(x, gain, epsilon, room);
    load(room, y);
  }

  @Override
  public void project(Operand x, PackedMatrix w, FloatMatrix y, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      new Projection((VectorOperand) x, (VectorMatrix) w, frame).into(y);
    }
  }

  @Override
  public void projectOnto(
      Operand x, PackedMatrix w, RowSelection rows, FloatMatrix y, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      FloatMatrix product = frame.matrix(rows.count(), y.cols());
      new Projection((VectorOperand) x, (VectorMatrix) w, frame).into(product);
      Elementwise.add(product, rows, y);
    }
  }

  @Override
  public void swiGlu(Operand x, PackedMatrix gateAndUp, Operand y, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      int F = y.cols();
      FloatMatrix product = frame.matrix(x.rows(), 2 * F);
      new Projection((VectorOperand) x, (VectorMatrix) gateAndUp, frame).into(product);
      FloatMatrix room = ((VectorOperand) y).room();
      for (int i = 0; i < F; i += GateAndUpRows.TURN) {
        int turn = GateAndUpRows.turn(i, F);
        Elementwise.swiGlu(
            product.columns(GateAndUpRows.gateRow(i), turn),
            product.columns(GateAndUpRows.upRow(i, F), turn),
            room.columns(i, turn));
      }
      load(room, y);
    }
  }

  @Override
  public void rmsNorm(FloatMatrix x, float[] gain, float epsilon, FloatMatrix y) {
    Elementwise.rmsNorm(x, gain, epsilon, y);
  }

  @Override
  public void relu(FloatMatrix x) {
    Elementwise.relu(x);
  }

  @Override
  public void sigmoid(FloatMatrix x) {
    Elementwise.sigmoid(x);
  }

  @Override
  public void logDecay(FloatMatrix x, float divisor) {
    Elementwise.logDecay(x, divisor);
  }

  @Override
  public void rotate(FloatMatrix cos, FloatMatrix sin, FloatMatrix x) {
    Elementwise.rotate(cos, sin, x);
  }

  @Override
  public void gatedLinearScan(
      FloatMatrix q,
      FloatMatrix k,
      FloatMatrix v,
      FloatMatrix logDecay,
      RecurrentState state,
      FloatMatrix o,
      Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      new GatedLinearScan(state, q.cols(), frame).run(q, k, v, logDecay, state, o);
    }
  }

  @Override
  public void windowAttention(
      FloatMatrix q,
      FloatMatrix k,
      FloatMatrix v,
      WindowState state,
      FloatMatrix o,
      Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      new WindowAttention(state, q.cols(), frame).run(q, k, v, o);
    }
  }

  @Override
  public void sinkAttention(FloatMatrix q, WindowState sinks, FloatMatrix o, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      new WindowAttention(sinks, q.cols(), frame).runOverAll(q, o);
    }
  }

  @Override
  public void surprisal(
      Operand x, PackedMatrix head, int[] targets, float[] nll, Workspace workspace) {
    surprisalAndEntropy(x, head, targets, nll, new float[x.rows()], workspace);
  }

  @Override
  public void surprisalAndEntropy(
      Operand x,
      PackedMatrix head,
      int[] targets,
      float[] nll,
      float[] entropy,
      Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      new Surprisal((VectorOperand) x, (VectorMatrix) head, frame).run(targets, nll, entropy);
    }
  }
}
