package io.corpuscle.engine.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corpuscle.engine.checkpoint.ModelShape;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.checkpoint.huggingface.Qwen2Config;

/**
 * Lays out a {@code gla_swa} checkpoint: embeddings, norms, attention and feed-forward of the
 * source in both kinds of layer, and in linear ones the decay and the norm of heads that it has
 * besides.
 */
final class GlaSwaLayout {
  /** Width of the low-rank product that gives the decays, as published checkpoints have it. */
  private static final int DECAY_RANK = 16;

  /**
   * Of the decay's two matrices: small beside its bias, so that what a token says of forgetting is
   * learnt and not drawn.
   */
  private static final float DECAY_SIGMA = 0.02f;

  /**
   * The biases of the channels of a head, from the first to the last: a = log σ(bias) / 16 is
   * −0.008 a token at the one end and −0.00002 at the other, a memory of 126 to 48,000 tokens.
   */
  private static final float LEAST_BIAS = 2;

  private static final float LARGEST_BIAS = 8;

  private final TransformerTensors source;
  private final GlaSwaPlan plan;
  private final NewTensors made;
  private final LayoutParts parts;

  GlaSwaLayout(TransformerTensors source, GlaSwaPlan plan, NewTensors made) {
    this.source = source;
    this.plan = plan;
    this.made = made;
    this.parts = new LayoutParts(source);
  }

  Conversion conversion() {
    Qwen2Config from = source.config();
    GlaSwaConfig shape =
        new GlaSwaConfig(
            from.vocabulary(),
            from.modelDim(),
            from.layers(),
            plan.windowLayers(),
            from.heads(),
            from.kvHeads(),
            from.feedForwardDim(),
            plan.window(),
            from.ropeTheta(),
            from.normEpsilon(),
            from.tiedEmbeddings(),
            "swish",
            false);
    parts.embeddings();
    for (int n = 0; n < from.layers(); n++) {
      layer(n);
    }
    parts.norm();
    if (!from.tiedEmbeddings()) {
      parts.head();
    }
    ObjectNode config = parts.config(GlaSwaConfig.MODEL_TYPE, shape);
    // What the published code asks its configuration for besides.
    config.putArray("architectures").add("GLAswaForCausalLM");
    config.put("attn_mode", "chunk");
    return new Conversion(source, parts.tensors(), config, ModelShape.of(shape));
  }

  private void layer(int n) {
    parts.norms(n);
    parts.inputs(n, "");
    parts.output(n);
    if (!plan.windowLayers().contains(n)) {
      decay(LayoutParts.layer(n) + "attn.");
    }
    parts.feedForward(n);
  }

  private void decay(String attention) {
    int headDim = source.config().headDim();
    long channels = (long) source.config().kvHeads() * headDim;
    String first = attention + "gk_proj.0.weight";
    String second = attention + "gk_proj.1.weight";
    parts.add(first, made.normal(first, DECAY_SIGMA), DECAY_RANK, source.config().modelDim());
    parts.add(second, made.normal(second, DECAY_SIGMA), channels, DECAY_RANK);
    parts.add(attention + "gk_proj.1.bias", biases(headDim), channels);
    parts.add(attention + "g_norm.weight", NewTensors.constant(1), headDim);
  }

  private static TensorValues biases(int headDim) {
    return (from, target, count) -> {
      for (int i = 0; i < count; i++) {
        float place = (float) ((from + i) % headDim) / Math.max(1, headDim - 1);
        target[i] = LEAST_BIAS + place * (LARGEST_BIAS - LEAST_BIAS);
      }
    };
  }
}
