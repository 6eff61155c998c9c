package io.corpuscle.engine.checkpoint.huggingface;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The shape of a {@code qwen2} checkpoint, as its {@code config.json} states it: full softmax
 * attention in every layer.
 *
 * @param vocabulary V, number of token ids
 * @param modelDim D
 * @param layers number of blocks
 * @param heads H, query heads
 * @param kvHeads G, key/value heads
 * @param feedForwardDim width of the feed-forward layers
 * @param ropeTheta base of the rotary angles
 * @param normEpsilon added to the mean square of every RMS norm
 * @param tiedEmbeddings whether the head is the embedding table
 * @param activation the feed-forward's activation; only silu, also called swish, is known
 * @param positions the most tokens a document may have, the control token among them
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Qwen2Config(
    @JsonProperty(value = "vocab_size", required = true) int vocabulary,
    @JsonProperty(value = "hidden_size", required = true) int modelDim,
    @JsonProperty(value = "num_hidden_layers", required = true) int layers,
    @JsonProperty(value = "num_attention_heads", required = true) int heads,
    @JsonProperty(value = "num_key_value_heads", required = true) int kvHeads,
    @JsonProperty(value = "intermediate_size", required = true) int feedForwardDim,
    @JsonProperty(value = "rope_theta", required = true) double ropeTheta,
    @JsonProperty(value = "rms_norm_eps", required = true) float normEpsilon,
    @JsonProperty(value = "tie_word_embeddings", required = true) boolean tiedEmbeddings,
    @JsonProperty(value = "hidden_act", required = true) String activation,
    @JsonProperty(value = "max_position_embeddings", required = true) int positions) {

  /** The {@code model_type} this describes. */
  public static final String MODEL_TYPE = "qwen2";

  public Qwen2Config {
    ShapeRules.positive("vocab_size", vocabulary);
    ShapeRules.positive("num_hidden_layers", layers);
    ShapeRules.positive("max_position_embeddings", positions);
    ShapeRules.heads(modelDim, heads, kvHeads);
    ShapeRules.activation(activation);
  }

  /** d, the size of a head. */
  public int headDim() {
    return modelDim / heads;
  }
}
