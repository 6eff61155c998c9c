package io.corpuscle.engine.model.mixer;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.model.Rotary;
import io.corpuscle.engine.state.WindowShape;
import io.corpuscle.engine.state.WindowState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.Optional;

/**
 * Softmax attention over the last w tokens, the token itself among them, with rotary positions.
 *
 * <pre>
 *   q = rot(Wq·x + bq)      k = rot(Wk·x + bk)      v = Wv·x + bv
 *   oₜ = Σₛ softmaxₛ(qₜ·kₛ / √d)·vₛ                 s = t − w + 1 … t
 *   y = Wo·o
 * </pre>
 */
public final class SlidingWindowAttention implements TokenMixer {
  private final Kernels kernels;
  private final HeadShape shape;
  private final Window window;
  private final Rotary rotary;
  private final Projection inputs;
  private final Optional<QuerySpikes> querySpikes;
  private final Projection output;

  /**
   * What a query sees.
   *
   * @param tokens w
   * @param precision what keys and values are kept in
   * @param room when their memory is allocated
   */
  public record Window(int tokens, Precision precision, WindowShape.Room room) {

    /** The last w tokens. */
    public static Window last(int tokens, Precision precision) {
      return new Window(tokens, precision, WindowShape.Room.WHOLE);
    }

    /** All tokens, of documents that have at most so many. */
    public static Window all(int capacity, Precision precision) {
      return new Window(capacity, precision, WindowShape.Room.GROWING);
    }

    /** One that holds so many, kept as this. */
    Window holding(int count) {
      return last(count, precision);
    }

    WindowState start(Kernels kernels, HeadShape shape) {
      return kernels.window(
          new WindowShape(tokens, shape.kvHeads(), shape.headDim(), room), precision);
    }
  }

  /**
   * @param inputs Wq, Wk, Wv as one matrix, {@code [H·d + 2·G·d, D]}
   * @param querySpikes what rotated queries become; empty where they stay what they are
   * @param output Wo, {@code [D, H·d]}
   */
  public SlidingWindowAttention(
      Kernels kernels,
      HeadShape shape,
      Window window,
      Rotary rotary,
      Projection inputs,
      Optional<QuerySpikes> querySpikes,
      Projection output) {
    this.kernels = kernels;
    this.shape = shape;
    this.window = window;
    this.rotary = rotary;
    this.inputs = inputs;
    this.querySpikes = querySpikes;
    this.output = output;
  }

  @Override
  public WindowState start() {
    return window.start(kernels, shape);
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
      FloatMatrix p = inputs.of(x, frame, workspace);
      FloatMatrix q = shape.queries(p);
      FloatMatrix k = shape.keys(p);
      FloatMatrix v = shape.values(p);
      FloatMatrix cos = frame.matrix(x.rows(), rotary.half());
      FloatMatrix sin = frame.matrix(x.rows(), rotary.half());
      FloatMatrix o = frame.matrix(x.rows(), shape.queryDim());

      for (Chunk.Run run : chunk.runs()) {
        rotary.angles(run.state().window(layer).position(), run.of(cos), run.of(sin));
      }
      kernels.rotate(cos, sin, q);
      kernels.rotate(cos, sin, k);
      querySpikes.ifPresent(spikes -> spikes.apply(q, shape.headDim()));
      for (Chunk.Run run : chunk.runs()) {
        WindowState state = run.state().window(layer);
        kernels.windowAttention(run.of(q), run.of(k), run.of(v), state, run.of(o), workspace);
      }

      Operand mixed = output.operand(o, frame);
      chunk.show(output, mixed);
      output.onto(mixed, y, workspace);
    }
  }
}
