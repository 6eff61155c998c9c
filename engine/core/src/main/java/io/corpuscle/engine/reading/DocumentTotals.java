package io.corpuscle.engine.reading;

import java.util.OptionalDouble;
import java.util.Set;

/**
 * What the windows of a document hold that have been read so far; all of it once the reading has
 * ended.
 *
 * @param tokens tokens in them
 * @param bytes bytes of text in them
 * @param windows how many there are
 * @param bits Σ −log₂ p over them, with {@link Measure#SURPRISAL}
 */
public record DocumentTotals(long tokens, long bytes, int windows, OptionalDouble bits) {

  /** Of a document of which nothing has been read. */
  public static DocumentTotals none(Set<Measure> measures) {
    return new DocumentTotals(
        0,
        0,
        0,
        measures.contains(Measure.SURPRISAL) ? OptionalDouble.of(0) : OptionalDouble.empty());
  }

  /** With the next window. */
  DocumentTotals plus(WindowResult window) {
    return new DocumentTotals(
        window.tokenEnd(),
        window.byteEnd(),
        windows + 1,
        bits.isPresent()
            ? OptionalDouble.of(bits.getAsDouble() + window.bits().orElseThrow())
            : bits);
  }

  /** Bits a byte of text; empty without bits, or without text. */
  public OptionalDouble bitsPerByte() {
    return bits.isPresent() && bytes > 0
        ? OptionalDouble.of(bits.getAsDouble() / bytes)
        : OptionalDouble.empty();
  }

  /** Bits a token; empty without bits, or without tokens. */
  public OptionalDouble bitsPerToken() {
    return bits.isPresent() && tokens > 0
        ? OptionalDouble.of(bits.getAsDouble() / tokens)
        : OptionalDouble.empty();
  }
}
