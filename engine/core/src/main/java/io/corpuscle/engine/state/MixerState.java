package io.corpuscle.engine.state;

/** One layer's memory of the tokens already read; its size never depends on how many. */
public sealed interface MixerState permits RecurrentState, WindowState, HybridState {

  /** How many tokens have been read: the absolute position of the next one. */
  long position();

  /** Forgets everything: the state before the first token, bit for bit. */
  void reset();

  /** Hands over what it holds; see {@link StateExchange}. */
  void exchange(StateExchange exchange);

  /** Size in memory. */
  long bytes();

  /** Size in memory of the longest document there is room for. */
  default long mostBytes() {
    return bytes();
  }

  /** How much of {@link #bytes} is outside of the Java heap, in direct buffers. */
  default long directBytes() {
    return 0;
  }
}
