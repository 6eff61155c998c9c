package io.corpuscle.engine.reading;

import io.corpuscle.engine.model.LinearLayer;
import io.corpuscle.engine.spike.SpikeTally;
import java.util.List;

/**
 * How often the channels of one layer's input fired over a document's windows.
 *
 * @param layer whose input
 * @param tally the counts; layers that share an input share it
 */
public record LayerSpikes(LinearLayer layer, SpikeTally tally) {

  /** The counts of all layers; an input that several share counts for each of them. */
  public static SpikeTally together(List<LayerSpikes> layers) {
    SpikeTally together = new SpikeTally();
    layers.forEach(spikes -> together.add(spikes.tally(), 1));
    return together;
  }

  /** The same as for a window, of this layer alone. */
  public SpikeActivity activity() {
    return SpikeActivity.of(
        tally, tally.spikes() * layer.outputs(), tally.channels() * layer.outputs());
  }
}
