package io.corpuscle.bench;

import io.corpuscle.bench.CostProfile.Call;
import io.corpuscle.bench.CostProfile.Limit;
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
import io.corpuscle.engine.state.RecurrentState;
import io.corpuscle.engine.state.WindowShape;
import io.corpuscle.engine.state.WindowState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;

/**
 * Other kernels, each call timed. Products count the operations of their matrices alone, windows
 * the scores and values they had to look at, scans the recurrence; kernels that only pass over
 * their rows count the bytes they read and write.
 */
final class TimedKernels implements Kernels {
  private final Kernels kernels;
  private final CostProfile profile;

  TimedKernels(Kernels kernels, CostProfile profile) {
    this.kernels = kernels;
    this.profile = profile;
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
    return kernels.pack(w, bias, precision);
  }

  @Override
  public PackedMatrix pack(QuantizedRows w, float[] bias) {
    return kernels.pack(w, bias);
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
    return kernels.operand(rows, cols, format, frame);
  }

  @Override
  public void load(FloatMatrix x, Operand y) {
    long start = CostProfile.now();
    kernels.load(x, y);
    passed("load", start, x, bytes(x) + bytes(y));
  }

  @Override
  public void select(Operand x, RowSelection rows, Operand y) {
    long start = CostProfile.now();
    kernels.select(x, rows, y);
    profile.add(new Call("select", String.valueOf(y.cols()), Limit.CACHE), start, 2 * bytes(y));
  }

  @Override
  public void tally(Operand x, int from, int rows, SpikeTally tally) {
    long start = CostProfile.now();
    kernels.tally(x, from, rows, tally);
    profile.add(
        new Call("tally", String.valueOf(x.cols()), Limit.CACHE), start, (double) rows * x.cols());
  }

  @Override
  public void counts(Operand x, int row, int[] counts) {
    // For pictures of a few rows: no part of reading.
    kernels.counts(x, row, counts);
  }

  @Override
  public void rmsNorm(FloatMatrix x, float[] gain, float epsilon, Operand y) {
    long start = CostProfile.now();
    kernels.rmsNorm(x, gain, epsilon, y);
    passed("rmsNorm, as operand", start, x, bytes(x) + bytes(y));
  }

  @Override
  public void project(Operand x, PackedMatrix w, FloatMatrix y, Workspace workspace) {
    long start = CostProfile.now();
    kernels.project(x, w, y, workspace);
    multiplied("project", start, x, w);
  }

  @Override
  public void projectOnto(
      Operand x, PackedMatrix w, RowSelection rows, FloatMatrix y, Workspace workspace) {
    long start = CostProfile.now();
    kernels.projectOnto(x, w, rows, y, workspace);
    multiplied("projectOnto", start, x, w);
  }

  @Override
  public void swiGlu(Operand x, PackedMatrix gateAndUp, Operand y, Workspace workspace) {
    long start = CostProfile.now();
    kernels.swiGlu(x, gateAndUp, y, workspace);
    multiplied("swiGlu", start, x, gateAndUp);
  }

  @Override
  public void rmsNorm(FloatMatrix x, float[] gain, float epsilon, FloatMatrix y) {
    long start = CostProfile.now();
    kernels.rmsNorm(x, gain, epsilon, y);
    passed("rmsNorm", start, x, bytes(x) + bytes(y));
  }

  @Override
  public void relu(FloatMatrix x) {
    long start = CostProfile.now();
    kernels.relu(x);
    passed("relu", start, x, 2 * bytes(x));
  }

  @Override
  public void sigmoid(FloatMatrix x) {
    long start = CostProfile.now();
    kernels.sigmoid(x);
    passed("sigmoid", start, x, 2 * bytes(x));
  }

  @Override
  public void sinkAttention(FloatMatrix q, WindowState sinks, FloatMatrix o, Workspace workspace) {
    kernels.sinkAttention(q, sinks, o, workspace);
  }

  @Override
  public void logDecay(FloatMatrix x, float divisor) {
    long start = CostProfile.now();
    kernels.logDecay(x, divisor);
    passed("logDecay", start, x, 2 * bytes(x));
  }

  @Override
  public void rotate(FloatMatrix cos, FloatMatrix sin, FloatMatrix x) {
    long start = CostProfile.now();
    kernels.rotate(cos, sin, x);
    passed("rotate", start, x, 2 * bytes(x) + bytes(cos) + bytes(sin));
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
    long start = CostProfile.now();
    kernels.gatedLinearScan(q, k, v, logDecay, state, o, workspace);
    int heads = q.cols() / state.headDim();
    profile.add(
        new Call("gatedLinearScan", heads(heads, state.kvHeads(), state.headDim()), Limit.FLOAT32),
        start,
        q.rows() * ModelCost.scan(heads, state.kvHeads(), state.headDim()));
  }

  @Override
  public void windowAttention(
      FloatMatrix q,
      FloatMatrix k,
      FloatMatrix v,
      WindowState state,
      FloatMatrix o,
      Workspace workspace) {
    long before = state.position();
    long start = CostProfile.now();
    kernels.windowAttention(q, k, v, state, o, workspace);
    int heads = q.cols() / state.headDim();
    String shape = heads(heads, state.kvHeads(), state.headDim()) + ", w = " + state.window();
    profile.add(
        new Call("windowAttention", shape, limit(state)),
        start,
        ModelCost.attention(heads, state.headDim(), keys(before, q.rows(), state.window())));
  }

  /** A window of floats is multiplied as floats, one of bfloat16 as that. */
  private static Limit limit(WindowState state) {
    return state instanceof FloatWindow ? Limit.FLOAT32 : Limit.BFLOAT16;
  }

  /** Σ min(position + 1, w) over the tokens read: how many keys their queries saw. */
  static double keys(long position, int tokens, int window) {
    double keys = 0;
    for (int t = 0; t < tokens; t++) {
      keys += Math.min(position + t + 1, window);
    }
    return keys;
  }

  @Override
  public void surprisal(
      Operand x, PackedMatrix head, int[] targets, float[] nll, Workspace workspace) {
    long start = CostProfile.now();
    kernels.surprisal(x, head, targets, nll, workspace);
    multiplied("surprisal", start, x, head);
  }

  @Override
  public void surprisalAndEntropy(
      Operand x,
      PackedMatrix head,
      int[] targets,
      float[] nll,
      float[] entropy,
      Workspace workspace) {
    long start = CostProfile.now();
    kernels.surprisalAndEntropy(x, head, targets, nll, entropy, workspace);
    multiplied("surprisalAndEntropy", start, x, head);
  }

  private void multiplied(String kernel, long start, Operand x, PackedMatrix w) {
    String shape = w.outputs() + " × " + w.inputs();
    profile.add(
        new Call(kernel, shape, limit(w.precision())),
        start,
        2.0 * x.rows() * w.inputs() * w.outputs());
  }

  private static Limit limit(Precision precision) {
    return switch (precision) {
      case INT8, SPIKING -> Limit.INT8;
      case BFLOAT16 -> Limit.BFLOAT16;
      case FLOAT32 -> Limit.FLOAT32;
    };
  }

  private void passed(String kernel, long start, FloatMatrix x, double bytes) {
    profile.add(new Call(kernel, String.valueOf(x.cols()), Limit.CACHE), start, bytes);
  }

  private static String heads(int heads, int kvHeads, int headDim) {
    return heads + " heads of " + headDim + " on " + kvHeads;
  }

  private static double bytes(FloatMatrix x) {
    return (double) Float.BYTES * x.rows() * x.cols();
  }

  private static double bytes(Operand x) {
    int element =
        switch (x.format().precision()) {
          case INT8, SPIKING -> Byte.BYTES;
          case BFLOAT16 -> Short.BYTES;
          case FLOAT32 -> Float.BYTES;
        };
    return (double) element * x.rows() * x.cols();
  }
}
