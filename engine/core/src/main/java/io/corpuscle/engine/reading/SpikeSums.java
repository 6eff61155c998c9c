package io.corpuscle.engine.reading;

import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.RowSelection;
import io.corpuscle.engine.model.LinearLayer;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.spike.SpikeTally;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Adds up the spikes of one document: window by window, and layer by layer over all windows that
 * were closed. Tokens of no window count nowhere, for how many of them are read depends on where
 * the chunks end.
 */
final class SpikeSums {
  private final int windowTokens;

  /** By the layers whose input it is: projections of an expert come and go with its weights. */
  private final Map<Integer, Map<List<LinearLayer>, SpikeTally>> windows = new TreeMap<>();

  private final Map<List<LinearLayer>, SpikeTally> inputs = new LinkedHashMap<>();

  SpikeSums(int windowTokens) {
    this.windowTokens = windowTokens;
  }

  /**
   * Counts the input of some layers, of those of {@code count} tokens that go through them.
   *
   * @param rows the chunk's rows that the operand's are of
   * @param first the chunk's row of the first token
   * @param position the document's position of the first token
   */
  void add(Projection layers, Operand x, RowSelection rows, int first, int count, long position) {
    int from = rows.before(first);
    int to = rows.before(first + count);
    while (from < to) {
      long at = position + rows.row(from) - first;
      // Position 0 is the control token, and of the first window; token j is at position j + 1.
      int window = (int) (Math.max(0, at - 1) / windowTokens);
      long end = (window + 1L) * windowTokens + 1;
      int next = rows.before(first + (int) Math.min(count, end - position));
      SpikeTally tally =
          windows
              .computeIfAbsent(window, w -> new LinkedHashMap<>())
              .computeIfAbsent(layers.layers(), l -> new SpikeTally());
      layers.tally(x, from, next - from, tally);
      from = next;
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

  /** Writes all that was counted. */
  void save(DataOutput out) throws IOException {
    out.writeInt(windows.size());
    for (Map.Entry<Integer, Map<List<LinearLayer>, SpikeTally>> window : windows.entrySet()) {
      out.writeInt(window.getKey());
      save(window.getValue(), out);
    }
    save(inputs, out);
  }

  private static void save(Map<List<LinearLayer>, SpikeTally> tallies, DataOutput out)
      throws IOException {
    out.writeInt(tallies.size());
    for (Map.Entry<List<LinearLayer>, SpikeTally> entry : tallies.entrySet()) {
      out.writeInt(entry.getKey().size());
      for (LinearLayer layer : entry.getKey()) {
        out.writeUTF(layer.name());
        out.writeInt(layer.outputs());
      }
      entry.getValue().save(out);
    }
  }

  /** Goes on from what another had counted. */
  void restore(DataInput in) throws IOException {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      Map<List<LinearLayer>, SpikeTally> window = new LinkedHashMap<>();
      windows.put(in.readInt(), window);
      restore(window, in);
    }
    restore(inputs, in);
  }

  private static void restore(Map<List<LinearLayer>, SpikeTally> tallies, DataInput in)
      throws IOException {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      List<LinearLayer> layers = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        layers.add(new LinearLayer(in.readUTF(), in.readInt()));
      }
      tallies.put(List.copyOf(layers), SpikeTally.restored(in));
    }
  }

  /** Every layer's input, over all windows that were closed. */
  List<LayerSpikes> layers() {
    List<LayerSpikes> layers = new ArrayList<>();
    inputs.forEach(
        (sharing, tally) -> sharing.forEach(layer -> layers.add(new LayerSpikes(layer, tally))));
    return layers;
  }
}
