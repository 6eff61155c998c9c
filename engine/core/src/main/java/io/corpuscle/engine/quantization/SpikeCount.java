package io.corpuscle.engine.quantization;

import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.RowSelection;
import io.corpuscle.engine.model.LinearLayer;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.model.SpikeObserver;
import io.corpuscle.engine.spike.EnergyModel;
import io.corpuscle.engine.spike.SpikeTally;

/** Counts the spikes of all layers of a reading together. For one thread. */
final class SpikeCount implements SpikeObserver {
  private final SpikeTally all = new SpikeTally();
  private final SpikeTally input = new SpikeTally();
  private long synapticOperations;
  private long denseMacs;

  @Override
  public void observe(Projection layers, Operand x, RowSelection rows) {
    input.clear();
    layers.tally(x, 0, x.rows(), input);
    all.add(input, layers.layers().size());
    for (LinearLayer layer : layers.layers()) {
      synapticOperations += input.spikes() * layer.outputs();
      denseMacs += input.channels() * layer.outputs();
    }
  }

  SpikeFigures figures() {
    return new SpikeFigures(
        all.spikesPerChannel(),
        all.silentFraction(),
        all.within7Fraction(),
        all.sparsity(),
        EnergyModel.HOROWITZ_45NM.spikingPicojoules(synapticOperations) / Math.max(1, denseMacs));
  }
}
