package io.corpuscle.engine.reading;

import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.model.LinearLayer;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.spike.SpikeTally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up the spikes of one document: window by window, and layer by layer over all of it. */
final class SpikeSums {
  private final int windowTokens;
  private final Map<Integer, Window> windows = new TreeMap<>();
  private final Map<Projection, SpikeTally> inputs = new LinkedHashMap<>();
  private final SpikeTally rows = new SpikeTally();

  SpikeSums(int windowTokens) {
    this.windowTokens = windowTokens;
  }

  private static final class Window {
    private final SpikeTally tally = new SpikeTally();
    private long synapticOperations;
    private long denseMacs;
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
      rows.clear();
      layers.tally(x, first + done, n, rows);
      add(layers, rows, windows.computeIfAbsent(window, w -> new Window()));
      inputs.computeIfAbsent(layers, l -> new SpikeTally()).add(rows, 1);
      done += n;
    }
  }

  private static void add(Projection layers, SpikeTally rows, Window window) {
    window.tally.add(rows, layers.layers().size());
    for (LinearLayer layer : layers.layers()) {
      window.synapticOperations += rows.spikes() * layer.outputs();
      window.denseMacs += rows.channels() * layer.outputs();
    }
  }

  /** What a window has come to, which is then forgotten. */
  SpikeActivity close(int window) {
    Window closed = windows.remove(window);
    if (closed == null) {
      closed = new Window();
    }
    return SpikeActivity.of(closed.tally, closed.synapticOperations, closed.denseMacs);
  }

  /** Every layer's input, over the whole document so far. */
  List<LayerSpikes> layers() {
    List<LayerSpikes> layers = new ArrayList<>();
    inputs.forEach(
        (projection, tally) ->
            projection.layers().forEach(layer -> layers.add(new LayerSpikes(layer, tally))));
    return layers;
  }
}
