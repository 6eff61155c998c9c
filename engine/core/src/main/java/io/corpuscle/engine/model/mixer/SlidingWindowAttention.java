package io.corpuscle.engine.model.mixer;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.model.Rotary;
import io.corpuscle.engine.state.WindowState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;

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
  private final int window;
  private final Rotary rotary;
  private final Projection inputs;
  private final Projection output;

  /**
   * @param window w
   * @param inputs Wq, Wk, Wv as one matrix, {@code [H·d + 2·G·d, D]}
   * @param output Wo, {@code [D, H·d]}
   */
  public SlidingWindowAttention(
      Kernels kernels,
      HeadShape shape,
      int window,
      Rotary rotary,
      Projection inputs,
      Projection output) {
    this.kernels = kernels;
    this.shape = shape;
    this.window = window;
    this.rotary = rotary;
    this.inputs = inputs;
    this.output = output;
  }

  @Override
  public WindowState start() {
    return kernels.window(window, shape.kvHeads(), shape.headDim(), precision());
  }

  @Override
  public long bytes() {
    return inputs.bytes() + output.bytes();
  }

  @Override
  public Precision precision() {
    return inputs.precision();
  }

  @Override
  public void forward(Operand x, Chunk chunk, int layer, FloatMatrix y, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
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
      for (Chunk.Run run : chunk.runs()) {
        WindowState state = run.state().window(layer);
        kernels.windowAttention(run.of(q), run.of(k), run.of(v), state, run.of(o), workspace);
      }

      output.onto(output.operand(o, frame), y, workspace);
    }
  }
}
