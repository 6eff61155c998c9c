package io.corpuscle.engine.checkpoint.huggingface;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What the {@code config.json} of a converted checkpoint says of the one it was made from.
 *
 * @param modelType its architecture
 * @param positions the most tokens of a document it had room for
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConvertedFrom(
    @JsonProperty(value = "model_type", required = true) String modelType,
    @JsonProperty(value = "max_position_embeddings", required = true) int positions) {

  /** The key it stands under. */
  public static final String KEY = "converted_from";
}
