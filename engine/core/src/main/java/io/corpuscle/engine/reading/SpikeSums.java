package io.corpuscle.engine.reading;

import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.model.LinearLayer;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.spike.SpikeTally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Adds up the spikes of one document: window by window, and layer by layer over all windows that
 * were closed; layers are known by their names, for experts may be packed anew while a document is
 * read. Tokens of no window count nowhere, for how many of them are read depends on where the
 * chunks end.
 */
final class SpikeSums {
  private final int windowTokens;
  private final Map<Integer, Map<List<LinearLayer>, SpikeTally>> windows = new TreeMap<>();
  private final Map<List<LinearLayer>, SpikeTally> inputs = new LinkedHashMap<>();

  SpikeSums(int windowTokens) {
    this.windowTokens = windowTokens;
  }

  /**
   * Counts {@code count} tokens' input of some layers.
   *
   * @param first the operand's row of the first
   * @param position the document's position of the first
   */
  void add(Projection layers, Operand x, int first, int count, long position) {
    int done = 0;
    while (done < count) {
      // Position 0 is the control token, and of the first window; token j is at position j + 1.
      int window = (int) (Math.max(0, position + done - 1) / windowTokens);
      long end = (window + 1L) * windowTokens + 1;
      int n = (int) Math.min(count - done, end - (position + done));
      SpikeTally tally =
          windows
              .computeIfAbsent(window, w -> new LinkedHashMap<>())
              .computeIfAbsent(layers.layers(), l -> new SpikeTally());
      layers.tally(x, first + done, n, tally);
      done += n;
    }
  }

  /**
   * What a window has come to, which is then forgotten; empty if no layer of the model is spiking.
   */
  Optional<SpikeActivity> close(int window) {
    return Optional.ofNullable(windows.remove(window)).map(this::closed);
  }

  private SpikeActivity closed(Map<List<LinearLayer>, SpikeTally> window) {
    SpikeTally sum = new SpikeTally();
    long synapticOperations = 0;
    long denseMacs = 0;
    for (Map.Entry<List<LinearLayer>, SpikeTally> entry : window.entrySet()) {
      SpikeTally tally = entry.getValue();
      List<LinearLayer> layers = entry.getKey();
      sum.add(tally, layers.size());
      for (LinearLayer layer : layers) {
        synapticOperations += tally.spikes() * layer.outputs();
        denseMacs += tally.channels() * layer.outputs();
      }
      inputs.computeIfAbsent(entry.getKey(), l -> new SpikeTally()).add(tally, 1);
    }
    return SpikeActivity.of(sum, synapticOperations, denseMacs);
  }

  /** Every layer's input, over all windows that were closed. */
  List<LayerSpikes> layers() {
    List<LayerSpikes> layers = new ArrayList<>();
    inputs.forEach(
        (input, tally) -> input.forEach(layer -> layers.add(new LayerSpikes(layer, tally))));
    return layers;
  }
}
