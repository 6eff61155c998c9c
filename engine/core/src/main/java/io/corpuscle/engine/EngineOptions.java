package io.corpuscle.engine;

import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Precision;
import java.util.Optional;

/**
 * What an engine is made with, beside the model.
 *
 * @param kernels name of the kernel provider, or {@value KernelSelection#AUTO}
 * @param precision what its products multiply; empty for what the checkpoint was made for, see
 *     {@link io.corpuscle.engine.checkpoint.Checkpoint#precision}
 */
public record EngineOptions(String kernels, Optional<Precision> precision) {

  /**
   * The options of these names.
   *
   * @param precision the name of a precision, or {@value KernelSelection#AUTO} for the checkpoint's
   *     own
   * @throws IllegalArgumentException if there is no precision of that name
   */
  public static EngineOptions of(String kernels, String precision) {
    return new EngineOptions(
        kernels,
        precision.equals(KernelSelection.AUTO)
            ? Optional.empty()
            : Optional.of(Precision.of(precision)));
  }

  /** The fastest kernels that run here, in the checkpoint's own precision. */
  public static EngineOptions defaults() {
    return new EngineOptions(KernelSelection.AUTO, Optional.empty());
  }
}
