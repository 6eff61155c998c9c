package io.corpuscle.engine.model.feedforward;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.RowSelection;
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

  /** What is multiplied: the operands this takes. */
  OperandFormat format() {
    return gateAndUp.format();
  }

  @Override
  public void forward(RmsNorm norm, Chunk chunk, FloatMatrix x, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      onto(norm.operand(x, format(), frame), chunk, x, workspace);
    }
  }

  /**
   * {@code y = y + layer(x)}.
   *
   * @param x {@code [T, D]}
   * @param y {@code [T, D]}, added to
   */
  void onto(Operand x, Chunk chunk, FloatMatrix y, Workspace workspace) {
    add(x, new RowSelection.All(x.rows()), chunk, y, workspace);
  }

  /**
   * {@code y[t] = y[t] + weight·layer(x[t])} for some rows t.
   *
   * @param x {@code [T, D]}
   * @param y {@code [T, D]}, added to
   */
  void onto(Operand x, RowSelection rows, Chunk chunk, FloatMatrix y, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      add(gateAndUp.select(x, rows, frame), rows, chunk, y, workspace);
    }
  }

  private void add(Operand x, RowSelection rows, Chunk chunk, FloatMatrix y, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      Operand gated = kernels.operand(x.rows(), width, down.format(), frame);
      chunk.show(gateAndUp, x, rows);
      kernels.swiGlu(x, gateAndUp.weights(), gated, workspace);
      chunk.show(down, gated, rows);
      down.onto(gated, rows, y, workspace);
    }
  }
}
