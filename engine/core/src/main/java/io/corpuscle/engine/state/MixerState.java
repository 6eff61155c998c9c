package io.corpuscle.engine.state;

/** One layer's memory of the tokens already read; its size never depends on how many. */
public sealed interface MixerState permits RecurrentState, WindowState {

  /** How many tokens have been read: the absolute position of the next one. */
  long position();

  /** Size in memory. */
  long bytes();
}
