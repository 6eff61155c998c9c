package io.corpuscle.engine.model.mixer;

import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.state.MixerState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;

/** A layer through which a token sees the tokens before it. */
public sealed interface TokenMixer
    permits GatedLinearAttention, SlidingWindowAttention, ParallelHybrid {

  /** The state before the first token. */
  MixerState start();

  /** Size of the weights in memory. */
  long bytes();

  /** What the mixer multiplies: the operands it takes. */
  OperandFormat format();

  /**
   * Mixes every run of the chunk with what its state remembers.
   *
   * @param x {@code [T, D]}
   * @param chunk the runs that x's rows belong to; their states are advanced
   * @param layer where this mixer's state is found in each run's
   * @param y {@code [T, D]}, added to
   */
  void forward(Operand x, Chunk chunk, int layer, FloatMatrix y, Workspace workspace);
}
