package io.corpuscle.engine.model.feedforward;

import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;

/** A layer that sees one token at a time. */
public sealed interface FeedForward permits SwiGlu {

  /** Size of the weights in memory. */
  long bytes();

  /** What the layer multiplies: the operands it takes. */
  OperandFormat format();

  /**
   * Applies the layer to every token.
   *
   * @param x {@code [T, D]}
   * @param chunk the tokens that x's rows are
   * @param y {@code [T, D]}, added to
   */
  void forward(Operand x, Chunk chunk, FloatMatrix y, Workspace workspace);
}
