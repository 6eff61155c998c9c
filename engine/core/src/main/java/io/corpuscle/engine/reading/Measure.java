package io.corpuscle.engine.reading;

import java.util.EnumSet;
import java.util.Set;

/** What a reading can measure. A measure that nobody asked for is not computed. */
public enum Measure {
  /** Bits of each token given the text before it; their mean and maximum a window. */
  SURPRISAL,
  /** How uncertain the model was before each token; its mean a window. */
  ENTROPY,
  /** The mean of the final hidden states of a window's tokens. */
  EMBEDDING,
  /**
   * How often the channels of spiking layers fire, and what that would cost; a window and a layer.
   */
  SPIKES,
  /** How many tokens go to each expert of each layer; a window. */
  EXPERTS;

  /** All but {@link #SPIKES}, which only spiking models have. */
  public static Set<Measure> withoutSpikes() {
    return EnumSet.complementOf(EnumSet.of(SPIKES));
  }
}
