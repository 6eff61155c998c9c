package io.corpuscle.engine.checkpoint.huggingface;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a {@code spikingbrain_moe} checkpoint, as its {@code config.json} states it: a
 * linear and a softmax branch in every layer, sinks before every document, and mixtures of experts.
 *
 * @param vocabulary V, number of token ids
 * @param modelDim D
 * @param layers number of blocks
 * @param fullAttentionLayers blocks, counted from 0, whose softmax branch sees the whole document
 * @param denseLayers blocks, counted from 0, with one feed-forward and no experts
 * @param heads H, query heads of a branch
 * @param kvHeads G, key/value heads of a branch
 * @param feedForwardDim width of dense feed-forward layers
 * @param expertDim width of an expert
 * @param experts N, experts of a layer, the shared one not among them
 * @param chosenExperts k, how many of them a token goes to
 * @param sharedExperts must be 1
 * @param routerActivation {@code softmax} or {@code sigmoid}
 * @param hybridWeights what the linear branch counts for, and the softmax branch
 * @param sinkTokens n, sinks before every document
 * @param window w of layers without full attention
 * @param ropeTheta base of the rotary angles
 * @param normEpsilon added to the mean square of every RMS norm
 * @param positions the most tokens of a document; only full attention limits them
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MoeConfig(
    @JsonProperty(value = "vocab_size", required = true) int vocabulary,
    @JsonProperty(value = "hidden_size", required = true) int modelDim,
    @JsonProperty(value = "num_hidden_layers", required = true) int layers,
    @JsonProperty(value = "full_attention_layers", required = true)
        List<Integer> fullAttentionLayers,
    @JsonProperty(value = "dense_layers", required = true) List<Integer> denseLayers,
    @JsonProperty(value = "num_attention_heads", required = true) int heads,
    @JsonProperty(value = "num_key_value_heads", required = true) int kvHeads,
    @JsonProperty(value = "intermediate_size", required = true) int feedForwardDim,
    @JsonProperty(value = "moe_intermediate_size", required = true) int expertDim,
    @JsonProperty(value = "num_experts", required = true) int experts,
    @JsonProperty(value = "num_experts_per_tok", required = true) int chosenExperts,
    @JsonProperty(value = "num_shared_experts", required = true) int sharedExperts,
    @JsonProperty(value = "router_activation", required = true) String routerActivation,
    @JsonProperty(value = "hybrid_weights", required = true) List<Float> hybridWeights,
    @JsonProperty(value = "num_sink_tokens", required = true) int sinkTokens,
    @JsonProperty(value = "sliding_window", required = true) int window,
    @JsonProperty(value = "rope_theta", required = true) double ropeTheta,
    @JsonProperty(value = "norm_eps", required = true) float normEpsilon,
    @JsonProperty("max_position_embeddings") @Nullable Integer positions) {

  /** The {@code model_type} this describes. */
  public static final String MODEL_TYPE = "spikingbrain_moe";

  /** Room of full attention where the checkpoint does not declare it. */
  private static final int DEFAULT_POSITIONS = 32_768;

  public MoeConfig {
    fullAttentionLayers = List.copyOf(fullAttentionLayers);
    denseLayers = List.copyOf(denseLayers);
    hybridWeights = List.copyOf(hybridWeights);
    ShapeRules.positive("vocab_size", vocabulary);
    ShapeRules.positive("num_hidden_layers", layers);
    ShapeRules.positive("sliding_window", window);
    ShapeRules.positive("num_experts", experts);
    ShapeRules.heads(modelDim, heads, kvHeads);
    ShapeRules.layers("full_attention_layers", fullAttentionLayers, layers);
    ShapeRules.layers("dense_layers", denseLayers, layers);
    ShapeRules.require(
        chosenExperts > 0 && chosenExperts <= experts,
        "num_experts_per_tok is %d of num_experts %d",
        chosenExperts,
        experts);
    ShapeRules.require(
        sharedExperts == 1, "num_shared_experts is %d; only 1 is known", sharedExperts);
    ShapeRules.require(sinkTokens >= 0, "num_sink_tokens is %d", sinkTokens);
    ShapeRules.require(
        hybridWeights.size() == 2, "hybrid_weights has %d entries, not 2", hybridWeights.size());
    ShapeRules.require(
        routerActivation.equals("softmax") || routerActivation.equals("sigmoid"),
        "router_activation is '%s'; softmax and sigmoid are known",
        routerActivation);
  }

  /** d, the size of a head. */
  public int headDim() {
    return modelDim / heads;
  }

  /** The most tokens of a document; empty where no layer has full attention. */
  public OptionalInt capacity() {
    if (fullAttentionLayers.isEmpty()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(positions == null ? DEFAULT_POSITIONS : positions);
  }
}
