package io.corpuscle.jobs.compare;

/**
 * What a model gave the bytes that stand in one stretch of their documents.
 *
 * @param from where the stretch begins, in bytes of a document's text
 * @param to where it ends
 * @param bytes how many were read there, over all documents
 * @param bits −log₂ p of their tokens
 */
public record PositionBucket(long from, long to, long bytes, double bits) {

  /** Bits a byte; not a number where none was read. */
  public double bitsPerByte() {
    return bits / bytes;
  }
}
