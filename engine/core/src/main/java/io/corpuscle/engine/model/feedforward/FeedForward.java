package io.corpuscle.engine.model.feedforward;

import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.RmsNorm;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;

/** A layer that sees one token at a time. */
public sealed interface FeedForward permits SwiGlu, MixtureOfExperts {

  /** Size of the weights in memory. */
  long bytes();

  /**
   * Applies the layer to every token: {@code x = x + layer(norm(x))}.
   *
   * @param chunk the tokens that x's rows are
   * @param x {@code [T, D]}, added to
   */
  void forward(RmsNorm norm, Chunk chunk, FloatMatrix x, Workspace workspace);
}
