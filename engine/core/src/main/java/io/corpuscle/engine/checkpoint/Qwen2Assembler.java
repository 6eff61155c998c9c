package io.corpuscle.engine.checkpoint;

import io.corpuscle.engine.checkpoint.huggingface.Qwen2Config;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.Block;
import io.corpuscle.engine.model.Embedding;
import io.corpuscle.engine.model.ModelParts;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.model.RmsNorm;
import io.corpuscle.engine.model.Rotary;
import io.corpuscle.engine.model.mixer.HeadShape;
import io.corpuscle.engine.model.mixer.SlidingWindowAttention;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Builds a {@code qwen2} model: full softmax attention is a window as long as the longest document
 * there may be.
 */
final class Qwen2Assembler implements ModelParts {
  private final Kernels kernels;
  private final Checkpoint checkpoint;
  private final Qwen2Config config;
  private final BlockParts parts;
  private final HeadShape heads;
  private final SlidingWindowAttention.Window window;
  private final Rotary rotary;

  Qwen2Assembler(
      Kernels kernels, LinearLayers linear, Optional<Precision> windows, Checkpoint checkpoint) {
    this.kernels = kernels;
    this.checkpoint = checkpoint;
    this.config = checkpoint.config(Qwen2Config.class);
    this.heads = new HeadShape(config.heads(), config.kvHeads(), config.headDim());
    this.parts =
        new BlockParts(kernels, checkpoint, linear, heads, config.modelDim(), config.normEpsilon());
    this.window = SlidingWindowAttention.Window.all(config.positions(), parts.windows(windows));
    this.rotary = new Rotary(config.ropeTheta(), config.headDim());
  }

  @Override
  public Embedding embedding() {
    return new Embedding(
        checkpoint.matrix("model.embed_tokens.weight", config.vocabulary(), config.modelDim()));
  }

  @Override
  public RmsNorm norm() {
    return parts.norm("model.norm", config.modelDim());
  }

  @Override
  public Projection head() {
    return parts.head(
        config.tiedEmbeddings() ? "model.embed_tokens" : "lm_head", config.vocabulary());
  }

  @Override
  public OptionalInt capacity() {
    return OptionalInt.of(config.positions());
  }

  @Override
  public int layers() {
    return config.layers();
  }

  @Override
  public Block block(int n) {
    String layer = "model.layers." + n;
    int D = config.modelDim();
    String attention = layer + ".self_attn.";
    return new Block(
        parts.norm(layer + ".input_layernorm", D),
        new SlidingWindowAttention(
            kernels,
            heads,
            window,
            rotary,
            parts.inputs(attention),
            Optional.empty(),
            parts.output(attention)),
        parts.norm(layer + ".post_attention_layernorm", D),
        parts.feedForward(layer + ".mlp", config.feedForwardDim()));
  }
}
