package io.corpuscle.engine.model;

import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.model.feedforward.FeedForward;
import io.corpuscle.engine.model.mixer.ParallelHybrid;
import io.corpuscle.engine.model.mixer.TokenMixer;
import io.corpuscle.engine.state.HybridState;
import io.corpuscle.engine.state.MixerState;
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
   * Lets the tokens of a chunk pass through the layer, and advances its state in each run's.
   *
   * @param layer this layer's index, where its state is found in each run's
   * @param x {@code [T, D]}, what the layer gives is added to it
   */
  public void forward(Chunk chunk, int layer, FloatMatrix x, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      mixer.forward(mixerNorm.operand(x, mixer.format(), frame), chunk, layer, x, workspace);
      feedForward.forward(feedForwardNorm, chunk, x, workspace);
    }
  }

  /**
   * Reads the sinks that stand before every document.
   *
   * @param chunk of no tokens
   * @param state becomes that of a document before its first token
   * @param x {@code [n, D]}, what the layer gives is added to it
   */
  void readSinks(Chunk chunk, MixerState state, FloatMatrix x, Workspace workspace) {
    if (mixer instanceof ParallelHybrid hybrid && state instanceof HybridState both) {
      try (Workspace.Frame frame = workspace.open()) {
        Operand normed = mixerNorm.operand(x, hybrid.format(), frame);
        hybrid.readSinks(normed, chunk, both, x, workspace);
        feedForward.forward(feedForwardNorm, chunk, x, workspace);
      }
    } else {
      throw new IllegalStateException("only layers of two branches know sinks");
    }
  }
}
