package io.corpuscle.engine.model;

import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.RowSelection;

/** Is shown what goes into the linear layers of a spiking model, while a chunk passes. */
@FunctionalInterface
public interface SpikeObserver {

  /**
   * @param layers the layers that are about to multiply x
   * @param x spike counts, {@code [rows.count(), I]}; valid during the call
   * @param rows which of the chunk's rows they are of; valid during the call
   */
  void observe(Projection layers, Operand x, RowSelection rows);
}
