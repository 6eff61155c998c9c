package io.corpuscle.engine.generation;

import io.corpuscle.engine.tensor.FloatMatrix;

/**
 * The choice of a document's next token. One that draws remembers how often it has: each document
 * has its own.
 */
public interface Sampler {

  /**
   * The id that comes next.
   *
   * @param logits {@code [n, V]}
   * @param row which of them are the document's
   * @throws IllegalStateException if none of them can be chosen, as when all are NaN
   */
  int next(FloatMatrix logits, int row);
}
