package io.corpuscle.jobs.compare;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.util.Optional;

/**
 * What a model gave a document.
 *
 * @param docId which
 * @param bytes how many of its text were read
 * @param tokens how many of its tokens were
 * @param bits −log₂ p of those
 * @param fault what it was not read to its end for
 */
public record DocumentBits(
    String docId, long bytes, long tokens, double bits, Optional<Exception> fault) {

  /** Bits a byte; not a number where nothing was read. */
  public double bitsPerByte() {
    return bits / bytes;
  }

  /** Whether it was read to its end, or as far as the model has room for. */
  public boolean isSound() {
    return fault.isEmpty()
        || fault.get() instanceof DocumentException e && e.fault() == Fault.CAPACITY;
  }
}
