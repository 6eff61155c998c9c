package io.corpuscle.engine.model.mixer;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.model.RmsNorm;
import io.corpuscle.engine.model.Rotary;
import io.corpuscle.engine.state.HybridState;
import io.corpuscle.engine.state.RecurrentState;
import io.corpuscle.engine.state.WindowState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;

/**
 * SpikingBrain-76B's mixer: gated linear attention and softmax attention side by side, over the
 * same input.
 *
 * <pre>
 *   linear    q = σ(Wq·x + bq)   k = σ(z), z = Wk·x + bk   v = Wv·x + bv   a = log σ(−z) = log(1 − k)
 *   softmax   as {@link SlidingWindowAttention}, with weights of its own, over the window and all sinks
 *   y = Wo·(w₁·rms(o_linear) + w₂·rms(o_softmax))      head by head
 * </pre>
 *
 * <p>Sinks stand before every document, at positions 0 … n − 1: first tokens like any other to the
 * linear branch, and seen by every token and by one another in the softmax branch.
 */
public final class ParallelHybrid implements TokenMixer {
  private final Kernels kernels;
  private final HeadShape shape;
  private final SlidingWindowAttention.Window window;
  private final int sinks;
  private final Rotary rotary;
  private final Projection inputs;
  private final Branches branches;
  private final Projection output;

  /**
   * The norms of the branches' heads, each with its branch's weight in its gain.
   *
   * @param linear w₁·la_norm, of width d
   * @param softmax w₂·sa_norm, of width d
   */
  public record Branches(RmsNorm linear, RmsNorm softmax) {}

  /**
   * @param sinks n
   * @param inputs the linear branch's Wq, Wk, Wv and then those of the softmax branch, {@code
   *     [2·(H·d + 2·G·d), D]}
   * @param output Wo, {@code [D, H·d]}
   */
  public ParallelHybrid(
      Kernels kernels,
      HeadShape shape,
      SlidingWindowAttention.Window window,
      int sinks,
      Rotary rotary,
      Projection inputs,
      Branches branches,
      Projection output) {
    this.kernels = kernels;
    this.shape = shape;
    this.window = window;
    this.sinks = sinks;
    this.rotary = rotary;
    this.inputs = inputs;
    this.branches = branches;
    this.output = output;
  }

  @Override
  public HybridState start() {
    return new HybridState(
        new RecurrentState(shape.kvHeads(), shape.headDim()), window.start(kernels, shape));
  }

  @Override
  public long bytes() {
    return inputs.bytes() + output.bytes();
  }

  @Override
  public OperandFormat format() {
    return inputs.format();
  }

  @Override
  public void forward(Operand x, Chunk chunk, int layer, FloatMatrix y, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      chunk.show(inputs, x);
      Parts parts = new Parts(x, frame, workspace);
      FloatMatrix cos = frame.matrix(x.rows(), rotary.half());
      FloatMatrix sin = frame.matrix(x.rows(), rotary.half());
      for (Chunk.Run run : chunk.runs()) {
        long position = sinks + run.state().hybrid(layer).position();
        rotary.angles(position, run.of(cos), run.of(sin));
      }
      kernels.rotate(cos, sin, parts.q);
      kernels.rotate(cos, sin, parts.k);
      for (Chunk.Run run : chunk.runs()) {
        HybridState state = run.state().hybrid(layer);
        parts.scan(run.first(), run.count(), state.recurrent(), workspace);
        kernels.windowAttention(
            run.of(parts.q),
            run.of(parts.k),
            run.of(parts.v),
            state.window(),
            run.of(parts.softmaxOut),
            workspace);
      }
      mix(parts, chunk, y, frame, workspace);
    }
  }

  /**
   * Reads the sinks themselves, and makes {@code state} that of a document before its first token.
   *
   * @param x {@code [n, D]}
   * @param chunk of no tokens
   * @param y {@code [n, D]}, added to
   */
  public void readSinks(
      Operand x, Chunk chunk, HybridState state, FloatMatrix y, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      Parts parts = new Parts(x, frame, workspace);
      FloatMatrix cos = frame.matrix(x.rows(), rotary.half());
      FloatMatrix sin = frame.matrix(x.rows(), rotary.half());
      rotary.angles(0, cos, sin);
      kernels.rotate(cos, sin, parts.q);
      kernels.rotate(cos, sin, parts.k);
      RecurrentState recurrent = new RecurrentState(shape.kvHeads(), shape.headDim());
      parts.scan(0, x.rows(), recurrent, workspace);
      state.recurrent().startFrom(recurrent);
      WindowState keys = window.holding(x.rows()).start(kernels, shape);
      keys.appendAll(parts.k, parts.v);
      state.window().startFrom(keys);
      kernels.sinkAttention(parts.q, keys, parts.softmaxOut, workspace);
      mix(parts, chunk, y, frame, workspace);
    }
  }

  private void mix(
      Parts parts, Chunk chunk, FloatMatrix y, Workspace.Frame frame, Workspace workspace) {
    FloatMatrix linear = parts.linearOut.reshape(shape.headDim());
    FloatMatrix softmax = parts.softmaxOut.reshape(shape.headDim());
    branches.linear().into(linear, linear);
    branches.softmax().into(softmax, softmax);
    float[] sum = linear.array();
    float[] other = softmax.array();
    int heads = linear.rows() * linear.cols();
    for (int i = 0; i < heads; i++) {
      sum[linear.offset() + i] += other[softmax.offset() + i];
    }
    Operand mixed = output.operand(parts.linearOut, frame);
    chunk.show(output, mixed);
    output.onto(mixed, y, workspace);
  }

  /** The products of a pass, and what the branches make of them. */
  private final class Parts {
    private final FloatMatrix linearQ;
    private final FloatMatrix linearK;
    private final FloatMatrix linearV;
    private final FloatMatrix decay;
    private final FloatMatrix linearOut;
    private final FloatMatrix q;
    private final FloatMatrix k;
    private final FloatMatrix v;
    private final FloatMatrix softmaxOut;

    Parts(Operand x, Workspace.Frame frame, Workspace workspace) {
      FloatMatrix product = inputs.of(x, frame, workspace);
      int half = shape.queryDim() + 2 * shape.kvDim();
      FloatMatrix linear = product.columns(0, half);
      FloatMatrix softmax = product.columns(half, half);
      this.linearQ = shape.queries(linear);
      this.linearK = shape.keys(linear);
      this.linearV = shape.values(linear);
      this.decay = frame.matrix(x.rows(), shape.kvDim());
      this.linearOut = frame.matrix(x.rows(), shape.queryDim());
      this.q = shape.queries(softmax);
      this.k = shape.keys(softmax);
      this.v = shape.values(softmax);
      this.softmaxOut = frame.matrix(x.rows(), shape.queryDim());
      for (int t = 0; t < x.rows(); t++) {
        for (int i = 0; i < shape.kvDim(); i++) {
          decay.set(t, i, -linearK.get(t, i));
        }
      }
      // log(1 − k) itself would lose what is left of 1 where k is near 1.
      kernels.logDecay(decay, 1);
      kernels.sigmoid(linearQ);
      kernels.sigmoid(linearK);
    }

    void scan(int first, int count, RecurrentState state, Workspace workspace) {
      kernels.gatedLinearScan(
          linearQ.rows(first, count),
          linearK.rows(first, count),
          linearV.rows(first, count),
          decay.rows(first, count),
          state,
          linearOut.rows(first, count),
          workspace);
    }
  }
}
