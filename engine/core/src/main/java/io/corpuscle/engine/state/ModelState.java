package io.corpuscle.engine.state;

import java.util.List;

/**
 * Everything a model remembers of one document: a state a layer. Of fixed size; used by one thread.
 *
 * @param layers the layers' states, first layer first
 */
public record ModelState(List<MixerState> layers) {

  public ModelState {
    layers = List.copyOf(layers);
  }

  /** How many tokens have been read: the absolute position of the next one. */
  public long position() {
    return layers.get(0).position();
  }

  /** Forgets the document: the state of one of which nothing has been read. */
  public void reset() {
    layers.forEach(MixerState::reset);
  }

  /**
   * Hands over what it holds, layer by layer: to be written down, or to be what was written down.
   */
  public void exchange(StateExchange exchange) {
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).exchange(exchange.within("layers." + i + "."));
    }
  }

  /** Size in memory. */
  public long bytes() {
    return layers.stream().mapToLong(MixerState::bytes).sum();
  }

  /** Size in memory of the longest document there is room for. */
  public long mostBytes() {
    return layers.stream().mapToLong(MixerState::mostBytes).sum();
  }

  /** How much of {@link #bytes} is outside of the Java heap, in direct buffers. */
  public long directBytes() {
    return layers.stream().mapToLong(MixerState::directBytes).sum();
  }

  /** The state of a layer whose mixer is gated linear attention. */
  public RecurrentState recurrent(int layer) {
    return (RecurrentState) layers.get(layer);
  }

  /** The state of a layer whose mixer is sliding-window attention. */
  public WindowState window(int layer) {
    return (WindowState) layers.get(layer);
  }

  /** The state of a layer whose mixer has both. */
  public HybridState hybrid(int layer) {
    return (HybridState) layers.get(layer);
  }
}
