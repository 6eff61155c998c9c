package io.corpuscle.engine;

import io.corpuscle.engine.kernel.KernelSelection;

/**
 * What an engine is made with, beside the model.
 *
 * @param kernels name of the kernel provider, or {@value KernelSelection#AUTO}
 */
public record EngineOptions(String kernels) {

  /** The fastest kernels that run here. */
  public static EngineOptions defaults() {
    return new EngineOptions(KernelSelection.AUTO);
  }
}
