package io.corpuscle.engine.model;

import io.corpuscle.engine.kernel.Operand;

/** Is shown what goes into the linear layers of a spiking model, while a chunk passes. */
@FunctionalInterface
public interface SpikeObserver {

  /**
   * @param layers the layers that are about to multiply x
   * @param x spike counts, {@code [T, I]}, the rows those of the chunk; valid during the call
   */
  void observe(Projection layers, Operand x);
}
