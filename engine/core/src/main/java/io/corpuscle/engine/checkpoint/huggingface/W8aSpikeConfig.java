package io.corpuscle.engine.checkpoint.huggingface;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code config.json} of a W8ASpike checkpoint adds: INT8 weights in groups of inputs,
 * spike counts as inputs, an INT8 key/value window.
 *
 * @param k of the adaptive threshold
 * @param groupSize inputs that share a weight scale
 * @param downProjection whether {@code down_proj} is among the spiking layers, as the report says;
 *     published code leaves it in floating point
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record W8aSpikeConfig(
    @JsonProperty(value = "spike_k", required = true) float k,
    @JsonProperty(value = "w_group_size", required = true) int groupSize,
    @JsonProperty("down_proj_spiking") @Nullable Boolean downProjection) {

  /** The value of {@code quantization} this describes. */
  public static final String QUANTIZATION = "w8aspike";

  public W8aSpikeConfig {
    if (!(k > 0)) {
      throw new IllegalArgumentException("spike_k is " + k + "; thresholds need it above 0");
    }
    if (groupSize <= 0) {
      throw new IllegalArgumentException("w_group_size is " + groupSize);
    }
  }

  /** Whether {@code down_proj} takes spikes. */
  public boolean downProjectionSpikes() {
    return downProjection == null || downProjection;
  }
}
