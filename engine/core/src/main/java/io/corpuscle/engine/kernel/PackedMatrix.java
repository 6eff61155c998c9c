package io.corpuscle.engine.kernel;

/**
 * A weight matrix W {@code [O, I]} and its bias b {@code [O]}, in the layout their provider
 * multiplies fastest. Immutable, shared by all threads, and only for the provider that made it.
 */
public interface PackedMatrix {

  /** I, the length of an input row. */
  int inputs();

  /** O, the length of an output row. */
  int outputs();

  /** What its weights are: {@link Precision#ofWeights} of the operands it multiplies. */
  Precision precision();

  /** Size in memory. */
  long bytes();

  /**
   * Gives memory outside of the heap back at once, not when nothing refers to the matrix any more.
   * It must not be multiplied after it.
   */
  default void release() {}
}
