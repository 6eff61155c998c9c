package io.corpuscle.engine;

import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Precision;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an engine is made with, beside the model.
 *
 * @param kernels name of the kernel provider, or {@value KernelSelection#AUTO}
 * @param precision what its products multiply; empty for what the checkpoint was made for, see
 *     {@link io.corpuscle.engine.checkpoint.Checkpoint#precision}
 * @param expertBytes what the experts of a model may take of memory, see {@link
 *     io.corpuscle.engine.model.feedforward.ExpertBudget}; empty to have all of them there
 */
public record EngineOptions(
    String kernels, Optional<Precision> precision, OptionalLong expertBytes) {

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
            : Optional.of(Precision.of(precision)),
        OptionalLong.empty());
  }

  /** The fastest kernels that run here, in the checkpoint's own precision. */
  public static EngineOptions defaults() {
    return new EngineOptions(KernelSelection.AUTO, Optional.empty(), OptionalLong.empty());
  }

  /** These, with experts in so many bytes of memory. */
  public EngineOptions within(long bytes) {
    return new EngineOptions(kernels, precision, OptionalLong.of(bytes));
  }
}
