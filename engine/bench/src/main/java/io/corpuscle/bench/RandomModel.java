package io.corpuscle.bench;

import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.checkpoint.huggingface.Qwen2Config;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * A {@code gla_swa} checkpoint of any shape with random weights, in bf16: for speed, which does not
 * depend on what a model knows. See {@link RandomCheckpoint} for the weights.
 *
 * @param config the shape
 * @param seed what the weights depend on
 */
public record RandomModel(GlaSwaConfig config, long seed) {
  /** Qwen2.5-0.5B with linear attention in the even layers and windows of 4,096 in the odd ones. */
  public static final GlaSwaConfig HALF_BILLION =
      new GlaSwaConfig(
          /* vocabulary= */ 151_936,
          /* modelDim= */ 896,
          /* layers= */ 24,
          IntStream.range(0, 24).filter(layer -> layer % 2 == 1).boxed().toList(),
          /* heads= */ 14,
          /* kvHeads= */ 2,
          /* feedForwardDim= */ 4864,
          /* window= */ 4096,
          /* ropeTheta= */ 1e6,
          /* normEpsilon= */ 1e-6f,
          /* tiedEmbeddings= */ false,
          /* activation= */ "swish",
          /* shortConvolution= */ false);

  /** SpikingBrain-7B as it was published. */
  public static final GlaSwaConfig SEVEN_BILLION =
      new GlaSwaConfig(
          /* vocabulary= */ 152_064,
          /* modelDim= */ 3584,
          /* layers= */ 28,
          IntStream.range(0, 28).filter(layer -> layer % 2 == 1).boxed().toList(),
          /* heads= */ 28,
          /* kvHeads= */ 4,
          /* feedForwardDim= */ 18_944,
          /* window= */ 4096,
          /* ropeTheta= */ 1e6,
          /* normEpsilon= */ 1e-6f,
          /* tiedEmbeddings= */ false,
          /* activation= */ "swish",
          /* shortConvolution= */ false);

  /** Width of the low-rank product that gives the decays, as published checkpoints have it. */
  public static final int DECAY_RANK = 16;

  /**
   * Writes {@code config.json}, the tensors by the names SpikingBrain publishes, and {@code
   * tokenizer_config.json}, which gives printable ASCII a token a character.
   *
   * @param directory created if it is not there
   * @return the directory
   */
  public Path write(Path directory) throws IOException {
    return checkpoint().write(directory, GlaSwaConfig.MODEL_TYPE, config);
  }

  /**
   * The Transformer that such a model is converted from: of the same widths, with softmax attention
   * to all tokens in every layer.
   *
   * @param positions the most tokens of a document
   */
  public RandomTransformer transformer(int positions) {
    return new RandomTransformer(
        new Qwen2Config(
            config.vocabulary(),
            config.modelDim(),
            config.layers(),
            config.heads(),
            config.kvHeads(),
            config.feedForwardDim(),
            config.ropeTheta(),
            config.normEpsilon(),
            config.tiedEmbeddings(),
            "silu",
            positions),
        seed);
  }

  /** The first layers of it alone. */
  public RandomModel first(int layers) {
    return with(layers, config.tiedEmbeddings());
  }

  /** As it is, but with the embedding table for its head. */
  public RandomModel tied() {
    return with(config.layers(), true);
  }

  private RandomModel with(int layers, boolean tiedEmbeddings) {
    return new RandomModel(
        new GlaSwaConfig(
            config.vocabulary(),
            config.modelDim(),
            layers,
            config.windowLayers().stream().filter(layer -> layer < layers).toList(),
            config.heads(),
            config.kvHeads(),
            config.feedForwardDim(),
            config.window(),
            config.ropeTheta(),
            config.normEpsilon(),
            tiedEmbeddings,
            config.activation(),
            config.shortConvolution()),
        seed);
  }

  /** Size of its tensors in a file. */
  public long bytes() {
    return checkpoint().bytes();
  }

  /** All tensors of the model. */
  RandomCheckpoint checkpoint() {
    int D = config.modelDim();
    int F = config.feedForwardDim();
    int kv = config.kvHeads() * config.headDim();
    RandomCheckpoint tensors = new RandomCheckpoint(seed);
    tensors.add("model.embeddings.weight", config.vocabulary(), D);
    for (int n = 0; n < config.layers(); n++) {
      String attn = "model.layers." + n + ".attn";
      String mlp = "model.layers." + n + ".mlp";
      tensors.add(attn + "_norm.weight", D);
      tensors.add(attn + ".q_proj.weight", D, D);
      tensors.add(attn + ".q_proj.bias", D);
      tensors.add(attn + ".k_proj.weight", kv, D);
      tensors.add(attn + ".k_proj.bias", kv);
      tensors.add(attn + ".v_proj.weight", kv, D);
      tensors.add(attn + ".v_proj.bias", kv);
      tensors.add(attn + ".o_proj.weight", D, D);
      if (!config.windowLayers().contains(n)) {
        tensors.add(attn + ".gk_proj.0.weight", DECAY_RANK, D);
        tensors.add(attn + ".gk_proj.1.weight", kv, DECAY_RANK);
        tensors.add(attn + ".gk_proj.1.bias", kv);
        tensors.add(attn + ".g_norm.weight", config.headDim());
      }
      tensors.add(mlp + "_norm.weight", D);
      tensors.add(mlp + ".gate_proj.weight", F, D);
      tensors.add(mlp + ".up_proj.weight", F, D);
      tensors.add(mlp + ".down_proj.weight", D, F);
    }
    tensors.add("model.norm.weight", D);
    if (!config.tiedEmbeddings()) {
      tensors.add("lm_head.weight", config.vocabulary(), D);
    }
    return tensors;
  }
}
