package io.corpuscle.jobs.pictures;

import io.corpuscle.engine.reading.LayerSlice;
import io.corpuscle.engine.reading.LayerSpikes;
import io.corpuscle.engine.reading.SpikeActivity;
import io.corpuscle.engine.spike.SpikeTally;
import java.util.List;

/**
 * How a model fired while it read a document.
 *
 * @param subject what was read with what
 * @param tokens how many tokens were read
 * @param bytes of how many bytes of text
 * @param slice the counts themselves, of some neurons over the first tokens
 * @param layers every spiking layer's input, over the whole document
 */
public record SpikeStudy(
    Subject subject, long tokens, long bytes, LayerSlice slice, List<LayerSpikes> layers) {

  public SpikeStudy {
    layers = List.copyOf(layers);
  }

  /**
   * What was read with what.
   *
   * @param model as it was named
   * @param document its id
   * @param kernels name of the provider
   * @param instructionSet what of the machine's the counts depend on
   * @param precision what products multiplied
   */
  public record Subject(
      String model, String document, String kernels, String instructionSet, String precision) {}

  /** The counts of all layers. */
  SpikeTally counts() {
    return LayerSpikes.together(layers);
  }

  /** What they come to. */
  SpikeActivity activity() {
    return SpikeActivity.of(layers);
  }
}
