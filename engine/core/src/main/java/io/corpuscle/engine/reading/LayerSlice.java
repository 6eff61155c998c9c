package io.corpuscle.engine.reading;

import io.corpuscle.engine.model.LinearLayer;
import io.corpuscle.engine.spike.SpikeSlice;
import java.util.List;

/**
 * How the first inputs of one layer fired at the first tokens of a document.
 *
 * @param layers the layer, and those that share its input
 * @param inputs I, how many inputs it has in all
 * @param spikeK k of the thresholds, see {@link io.corpuscle.engine.kernel.SpikeThreshold}
 * @param tokens the text of each token, {@code [tokens]}
 * @param counts {@code [tokens, neurons]}
 */
public record LayerSlice(
    List<LinearLayer> layers, int inputs, float spikeK, List<String> tokens, SpikeSlice counts) {

  public LayerSlice {
    layers = List.copyOf(layers);
    tokens = List.copyOf(tokens);
  }
}
