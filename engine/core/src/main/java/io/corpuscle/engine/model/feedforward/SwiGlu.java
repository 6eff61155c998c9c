package io.corpuscle.engine.model.feedforward;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.model.RmsNorm;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;

/**
 * The gated feed-forward: {@code y = W_down·(silu(W_gate·x) ⊙ W_up·x)}, no biases (Shazeer, 2020).
 */
public final class SwiGlu implements FeedForward {
  private final Kernels kernels;
  private final int width;
  private final Projection gateAndUp;
  private final Projection down;

  /**
   * @param width F
   * @param gateAndUp W_gate and W_up as {@link io.corpuscle.engine.kernel.GateAndUpRows}, {@code
   *     [2·F, D]}
   * @param down W_down, {@code [D, F]}
   */
  public SwiGlu(Kernels kernels, int width, Projection gateAndUp, Projection down) {
    this.kernels = kernels;
    this.width = width;
    this.gateAndUp = gateAndUp;
    this.down = down;
  }

  @Override
  public long bytes() {
    return gateAndUp.bytes() + down.bytes();
  }

  /** Gives the memory of the weights back; nothing must be multiplied by them after it. */
  void release() {
    gateAndUp.release();
    down.release();
  }

  @Override
  public void forward(RmsNorm norm, Chunk chunk, FloatMatrix x, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      Operand normed = norm.operand(x, gateAndUp.format(), frame);
      down.onto(gated(normed, chunk, frame, workspace), x, workspace);
    }
  }

  /** {@code y = y + layer(x)}. */
  void onto(FloatMatrix x, Chunk chunk, FloatMatrix y, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      Operand operand = gateAndUp.operand(x, frame);
      down.onto(gated(operand, chunk, frame, workspace), y, workspace);
    }
  }

  /** {@code y = layer(x)}. */
  void into(FloatMatrix x, Chunk chunk, FloatMatrix y, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      Operand operand = gateAndUp.operand(x, frame);
      down.into(gated(operand, chunk, frame, workspace), y, workspace);
    }
  }

  private Operand gated(Operand x, Chunk chunk, Workspace.Frame frame, Workspace workspace) {
    Operand gated = kernels.operand(x.rows(), width, down.format(), frame);
    chunk.show(gateAndUp, x);
    kernels.swiGlu(x, gateAndUp.weights(), gated, workspace);
    chunk.show(down, gated);
    return gated;
  }
}
