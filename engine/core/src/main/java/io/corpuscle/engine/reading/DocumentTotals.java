package io.corpuscle.engine.reading;

import java.util.OptionalDouble;

/**
 * What was read of a document so far; of all of it once the reading has ended.
 *
 * @param tokens tokens in finished windows
 * @param bytes bytes of text in finished windows
 * @param windows finished windows
 * @param bits Σ −log₂ p over them, with {@link Measure#SURPRISAL}
 */
public record DocumentTotals(long tokens, long bytes, int windows, OptionalDouble bits) {

  /** Bits a byte of text; empty without bits, or without text. */
  public OptionalDouble bitsPerByte() {
    return bits.isPresent() && bytes > 0
        ? OptionalDouble.of(bits.getAsDouble() / bytes)
        : OptionalDouble.empty();
  }
}
