package io.corpuscle.engine.quantization;

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
import io.corpuscle.engine.state.RecurrentState;
import io.corpuscle.engine.state.WindowShape;
import io.corpuscle.engine.state.WindowState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;

/**
 * Other kernels, which look at what they multiply: the rows of every operand are kept as floats
 * beside it, and their squares added up in the {@link InputMoments} of the weights. For a
 * calibration, on one thread, and nothing else: the gated half of a feed-forward is not fused with
 * its product here.
 */
final class MomentKernels implements Kernels {
  private final Kernels kernels;
  private final InputMoments moments;

  MomentKernels(Kernels kernels, InputMoments moments) {
    this.kernels = kernels;
    this.moments = moments;
  }

  /** An operand, and its rows as floats, {@code [T, I]}. */
  private record Watched(Operand operand, FloatMatrix floats) implements Operand {
    @Override
    public int rows() {
      return operand.rows();
    }

    @Override
    public int cols() {
      return operand.cols();
    }

    @Override
    public OperandFormat format() {
      return operand.format();
    }
  }

  /** A weight matrix, and the moments of what it multiplies. */
  private record Watching(PackedMatrix matrix, InputMoments.Sums sums) implements PackedMatrix {
    @Override
    public int inputs() {
      return matrix.inputs();
    }

    @Override
    public int outputs() {
      return matrix.outputs();
    }

    @Override
    public Precision precision() {
      return matrix.precision();
    }

    @Override
    public long bytes() {
      return matrix.bytes();
    }
  }

  @Override
  public String name() {
    return kernels.name();
  }

  @Override
  public String instructionSet() {
    return kernels.instructionSet();
  }

  @Override
  public PackedMatrix pack(WeightRows w, float[] bias, Precision precision) {
    return new Watching(kernels.pack(w, bias, precision), moments.of(w.tensors(), w.inputs()));
  }

  @Override
  public PackedMatrix pack(QuantizedRows w, float[] bias) {
    throw new IllegalStateException("A calibration reads weights that are not rounded yet");
  }

  @Override
  public boolean packsOutsideHeap() {
    return kernels.packsOutsideHeap();
  }

  @Override
  public WindowState window(WindowShape shape, Precision precision) {
    return kernels.window(shape, precision);
  }

  @Override
  public Operand operand(int rows, int cols, OperandFormat format, Workspace.Frame frame) {
    return new Watched(kernels.operand(rows, cols, format, frame), frame.matrix(rows, cols));
  }

  @Override
  public void load(FloatMatrix x, Operand y) {
    Watched watched = (Watched) y;
    for (int t = 0; t < x.rows(); t++) {
      System.arraycopy(x.array(), x.at(t), watched.floats.array(), watched.floats.at(t), x.cols());
    }
    kernels.load(watched.floats, watched.operand);
  }

  @Override
  public void rmsNorm(FloatMatrix x, float[] gain, float epsilon, Operand y) {
    Watched watched = (Watched) y;
    kernels.rmsNorm(x, gain, epsilon, watched.floats);
    kernels.load(watched.floats, watched.operand);
  }

  @Override
  public void select(Operand x, RowSelection rows, Operand y) {
    Watched from = (Watched) x;
    Watched to = (Watched) y;
    for (int r = 0; r < rows.count(); r++) {
      int at = from.floats.at(rows.row(r));
      System.arraycopy(from.floats.array(), at, to.floats.array(), to.floats.at(r), x.cols());
    }
    kernels.select(from.operand, rows, to.operand);
  }

  @Override
  public void tally(Operand x, int from, int rows, SpikeTally tally) {
    kernels.tally(operand(x), from, rows, tally);
  }

  @Override
  public void counts(Operand x, int row, int[] counts) {
    kernels.counts(operand(x), row, counts);
  }

  @Override
  public void project(Operand x, PackedMatrix w, FloatMatrix y, Workspace workspace) {
    kernels.project(operand(x), watched(x, w), y, workspace);
  }

  @Override
  public void projectOnto(
      Operand x, PackedMatrix w, RowSelection rows, FloatMatrix y, Workspace workspace) {
    kernels.projectOnto(operand(x), watched(x, w), rows, y, workspace);
  }

  @Override
  public void swiGlu(Operand x, PackedMatrix gateAndUp, Operand y, Workspace workspace) {
    Watched gated = (Watched) y;
    int width = gated.cols();
    try (Workspace.Frame frame = workspace.open()) {
      FloatMatrix p = frame.matrix(x.rows(), gateAndUp.outputs());
      project(x, gateAndUp, p, workspace);
      for (int t = 0; t < p.rows(); t++) {
        for (int i = 0; i < width; i++) {
          float z = p.get(t, GateAndUpRows.gateRow(i));
          float silu = (float) (z / (1 + Math.exp(-z)));
          gated.floats.set(t, i, silu * p.get(t, GateAndUpRows.upRow(i, width)));
        }
      }
    }
    kernels.load(gated.floats, gated.operand);
  }

  private static Operand operand(Operand x) {
    return ((Watched) x).operand;
  }

  /** The weights, after the rows they are about to multiply were added to their moments. */
  private static PackedMatrix watched(Operand x, PackedMatrix w) {
    Watching watching = (Watching) w;
    watching.sums.add(((Watched) x).floats);
    return watching.matrix;
  }

  @Override
  public void rmsNorm(FloatMatrix x, float[] gain, float epsilon, FloatMatrix y) {
    kernels.rmsNorm(x, gain, epsilon, y);
  }

  @Override
  public void relu(FloatMatrix x) {
    kernels.relu(x);
  }

  @Override
  public void sigmoid(FloatMatrix x) {
    kernels.sigmoid(x);
  }

  @Override
  public void logDecay(FloatMatrix x, float divisor) {
    kernels.logDecay(x, divisor);
  }

  @Override
  public void rotate(FloatMatrix cos, FloatMatrix sin, FloatMatrix x) {
    kernels.rotate(cos, sin, x);
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
    kernels.gatedLinearScan(q, k, v, logDecay, state, o, workspace);
  }

  @Override
  public void windowAttention(
      FloatMatrix q,
      FloatMatrix k,
      FloatMatrix v,
      WindowState state,
      FloatMatrix o,
      Workspace workspace) {
    kernels.windowAttention(q, k, v, state, o, workspace);
  }

  @Override
  public void sinkAttention(FloatMatrix q, WindowState sinks, FloatMatrix o, Workspace workspace) {
    kernels.sinkAttention(q, sinks, o, workspace);
  }

  @Override
  public void surprisal(
      Operand x, PackedMatrix head, int[] targets, float[] nll, Workspace workspace) {
    kernels.surprisal(operand(x), watched(x, head), targets, nll, workspace);
  }

  @Override
  public void surprisalAndEntropy(
      Operand x,
      PackedMatrix head,
      int[] targets,
      float[] nll,
      float[] entropy,
      Workspace workspace) {
    kernels.surprisalAndEntropy(operand(x), watched(x, head), targets, nll, entropy, workspace);
  }
}
