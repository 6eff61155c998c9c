package io.corpuscle.engine.model.feedforward;

import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.OperandFormat;
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
   * @param y {@code [T, D]}, added to
   */
  void forward(Operand x, FloatMatrix y, Workspace workspace);
}
