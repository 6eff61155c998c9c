package io.corpuscle.engine.model;

import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.model.feedforward.FeedForward;
import io.corpuscle.engine.model.mixer.TokenMixer;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;

/**
 * One layer of the stack:
 *
 * <pre>
 *   x ← x + mixer(rms(x; attn_norm))
 *   x ← x + ffn(rms(x; mlp_norm))
 * </pre>
 */
public final class Block {
  private final RmsNorm mixerNorm;
  private final TokenMixer mixer;
  private final RmsNorm feedForwardNorm;
  private final FeedForward feedForward;

  /** A layer from its four parts. */
  public Block(
      RmsNorm mixerNorm, TokenMixer mixer, RmsNorm feedForwardNorm, FeedForward feedForward) {
    this.mixerNorm = mixerNorm;
    this.mixer = mixer;
    this.feedForwardNorm = feedForwardNorm;
    this.feedForward = feedForward;
  }

  /** How this layer sees earlier tokens. */
  public TokenMixer mixer() {
    return mixer;
  }

  /** Size of the layer's weights in memory. */
  public long bytes() {
    return mixer.bytes() + feedForward.bytes();
  }

  /**
   * @param layer this layer's index, where its state is found in each run's
   * @param x {@code [T, D]}, what the layer gives is added to it
   */
  void forward(Chunk chunk, int layer, FloatMatrix x, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      mixer.forward(mixerNorm.operand(x, mixer.format(), frame), chunk, layer, x, workspace);
      Operand normed = feedForwardNorm.operand(x, feedForward.format(), frame);
      feedForward.forward(normed, chunk, x, workspace);
    }
  }
}
