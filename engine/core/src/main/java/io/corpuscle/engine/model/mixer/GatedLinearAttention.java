package io.corpuscle.engine.model.mixer;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.model.RmsNorm;
import io.corpuscle.engine.state.RecurrentState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.Optional;

/**
 * Gated linear attention as SpikingBrain uses it: ReLU features, a per-channel decay shared by the
 * queries of a group, and an RMS norm per head instead of a softmax denominator.
 *
 * <pre>
 *   q = relu(Wq·x + bq)      k = relu(Wk·x + bk)      v = Wv·x + bv
 *   a = log σ(W₁·(W₀·x) + b) / 16
 *   Sₜ = diag(exp aₜ)·Sₜ₋₁ + kₜᵀ·vₜ
 *   y = Wo · concat_h rms((q_h/√d)·S; g_norm)
 * </pre>
 *
 * <p>The state is one S a key/value head; the published layer repeats it for every query head,
 * which gives the same numbers at H/G times the cost.
 */
public final class GatedLinearAttention implements TokenMixer {
  private static final float DECAY_DIVISOR = 16;

  private final Kernels kernels;
  private final HeadShape shape;
  private final Projection inputs;
  private final Optional<Projection> decay;
  private final RmsNorm headNorm;
  private final Projection output;

  /**
   * @param inputs Wq, Wk, Wv and W₀ as one matrix, {@code [H·d + 2·G·d + rank, D]}
   * @param decay W₁ and b, {@code [G·d, rank]}; empty where the inputs give W₁·W₀ as one layer,
   *     {@code [H·d + 3·G·d, D]}
   * @param headNorm g_norm, of width d
   * @param output Wo, {@code [D, H·d]}
   */
  public GatedLinearAttention(
      Kernels kernels,
      HeadShape shape,
      Projection inputs,
      Optional<Projection> decay,
      RmsNorm headNorm,
      Projection output) {
    this.kernels = kernels;
    this.shape = shape;
    this.inputs = inputs;
    this.decay = decay;
    this.headNorm = headNorm;
    this.output = output;
  }

  @Override
  public RecurrentState start() {
    return new RecurrentState(shape.kvHeads(), shape.headDim());
  }

  @Override
  public long bytes() {
    return inputs.bytes() + decay.map(Projection::bytes).orElse(0L) + output.bytes();
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
      FloatMatrix rest = shape.rest(p);
      FloatMatrix a = decay.map(w -> w.of(w.operand(rest, frame), frame, workspace)).orElse(rest);
      FloatMatrix o = frame.matrix(x.rows(), shape.queryDim());

      kernels.relu(q);
      kernels.relu(k);
      kernels.logDecay(a, DECAY_DIVISOR);
      for (Chunk.Run run : chunk.runs()) {
        RecurrentState state = run.state().recurrent(layer);
        kernels.gatedLinearScan(
            run.of(q), run.of(k), run.of(v), run.of(a), state, run.of(o), workspace);
      }

      FloatMatrix heads = o.reshape(shape.headDim());
      headNorm.into(heads, heads);
      Operand mixed = output.operand(o, frame);
      chunk.show(output, mixed);
      output.onto(mixed, y, workspace);
    }
  }
}
