package io.corpuscle.jobs.memory;

/**
 * Bytes by where they lie.
 *
 * @param heap on the Java heap
 * @param direct in direct buffers
 * @param other outside of the heap in any other way
 */
public record MemoryBytes(long heap, long direct, long other) {

  /** Those that a pool limits. */
  long in(Pool pool) {
    return switch (pool) {
      case HEAP -> heap;
      case DIRECT -> direct;
      case OUTSIDE -> direct + other;
    };
  }
}
