package io.corpuscle.engine.reading;

import io.corpuscle.engine.spike.EnergyModel;
import io.corpuscle.engine.spike.SpikeTally;
import java.util.List;

/**
 * The spikes of a window or of a layer, over the inputs of all its spiking layers: an input that
 * several layers share counts for each of them. As spikes of {@link
 * io.corpuscle.engine.spike.SpikeCoding#BITWISE_BIDIRECTIONAL}.
 *
 * @param steps T of the firing rate: the bits of the largest |count|
 * @param firingRate spikes for each channel and each of these steps
 * @param spikesPerChannel spikes for each channel
 * @param silentFraction the share of channels that did not fire
 * @param within7Fraction the share of channels with |count| ≤ 7
 * @param sparsity the share of steps in which a channel is silent, over T = {@value
 *     SpikeTally#STEPS}; see {@link SpikeTally#sparsity}
 * @param synapticOperations additions that event-driven layers would do: one for each spike and
 *     output
 * @param denseMacs multiply-accumulates of the same layers, dense
 */
public record SpikeActivity(
    int steps,
    double firingRate,
    double spikesPerChannel,
    double silentFraction,
    double within7Fraction,
    double sparsity,
    long synapticOperations,
    long denseMacs) {

  /** The spikes of all that was read of a document, from those of its layers. */
  public static SpikeActivity of(List<LayerSpikes> layers) {
    long synapticOperations = 0;
    long denseMacs = 0;
    for (LayerSpikes spikes : layers) {
      synapticOperations += spikes.tally().spikes() * spikes.layer().outputs();
      denseMacs += spikes.tally().channels() * spikes.layer().outputs();
    }
    return of(LayerSpikes.together(layers), synapticOperations, denseMacs);
  }

  static SpikeActivity of(SpikeTally tally, long synapticOperations, long denseMacs) {
    return new SpikeActivity(
        tally.steps(),
        tally.firingRate(),
        tally.spikesPerChannel(),
        tally.silentFraction(),
        tally.within7Fraction(),
        tally.sparsity(),
        synapticOperations,
        denseMacs);
  }

  /** The estimated energy of the additions, in pJ: arithmetic alone, no memory, no control. */
  public double picojoules(EnergyModel model) {
    return model.spikingPicojoules(synapticOperations);
  }
}
