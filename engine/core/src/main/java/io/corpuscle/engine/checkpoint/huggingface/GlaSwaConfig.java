package io.corpuscle.engine.checkpoint.huggingface;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The shape of a SpikingBrain {@code gla_swa} checkpoint, as its {@code config.json} states it:
 * layers of gated linear attention, and of sliding-window attention where {@code attn_layers} says
 * so.
 *
 * @param vocabulary V, number of token ids
 * @param modelDim D
 * @param layers number of blocks
 * @param windowLayers blocks, counted from 0, whose mixer is sliding-window attention
 * @param heads H, query heads
 * @param kvHeads G, key/value heads
 * @param feedForwardDim width of the feed-forward layers
 * @param window w: a query sees exactly the last w tokens, its own among them
 * @param ropeTheta base of the rotary angles
 * @param normEpsilon added to the mean square of every RMS norm
 * @param tiedEmbeddings whether the head is the embedding table
 * @param activation the feed-forward's activation; only swish, also called silu, is known
 * @param shortConvolution must be false: no published checkpoint has one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record GlaSwaConfig(
    @JsonProperty(value = "vocab_size", required = true) int vocabulary,
    @JsonProperty(value = "hidden_size", required = true) int modelDim,
    @JsonProperty(value = "num_hidden_layers", required = true) int layers,
    @JsonProperty(value = "attn_layers", required = true) List<Integer> windowLayers,
    @JsonProperty(value = "num_attention_heads", required = true) int heads,
    @JsonProperty(value = "num_key_value_heads", required = true) int kvHeads,
    @JsonProperty(value = "intermediate_size", required = true) int feedForwardDim,
    @JsonProperty(value = "sliding_window", required = true) int window,
    @JsonProperty(value = "rope_theta", required = true) double ropeTheta,
    @JsonProperty(value = "norm_eps", required = true) float normEpsilon,
    @JsonProperty(value = "tie_word_embeddings", required = true) boolean tiedEmbeddings,
    @JsonProperty(value = "hidden_act", required = true) String activation,
    @JsonProperty(value = "use_short_conv", required = true) boolean shortConvolution) {

  /** The {@code model_type} this describes. */
  public static final String MODEL_TYPE = "gla_swa";

  public GlaSwaConfig {
    windowLayers = List.copyOf(windowLayers);
    ShapeRules.positive("vocab_size", vocabulary);
    ShapeRules.positive("num_hidden_layers", layers);
    ShapeRules.positive("sliding_window", window);
    ShapeRules.heads(modelDim, heads, kvHeads);
    ShapeRules.layers("attn_layers", windowLayers, layers);
    ShapeRules.activation(activation);
    ShapeRules.require(
        !shortConvolution, "use_short_conv is %s; only false is known", shortConvolution);
  }

  /** d, the size of a head. */
  public int headDim() {
    return modelDim / heads;
  }
}
