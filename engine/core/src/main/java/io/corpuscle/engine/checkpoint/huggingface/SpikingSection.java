package io.corpuscle.engine.checkpoint.huggingface;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The {@code spiking} section of a {@code config.json}: how the model was trained to be read, from
 * floating-point weights that are rounded when it is opened.
 *
 * @param k of the adaptive threshold
 * @param targets the linear layers whose inputs are spikes, by the last part of their name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SpikingSection(
    @JsonProperty(value = "k", required = true) float k,
    @JsonProperty(value = "targets", required = true) List<String> targets) {

  public SpikingSection {
    targets = List.copyOf(targets);
    if (!(k > 0)) {
      throw new IllegalArgumentException("k is " + k + "; thresholds need it above 0");
    }
  }
}
