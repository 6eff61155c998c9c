package io.corpuscle.jobs.models;

import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.kernel.KernelSelection;
import java.io.Serializable;

/**
 * What the engines of a job are made with, as it travels to the executors.
 *
 * @param kernels the name of their provider
 * @param precision what products multiply, or {@code auto} for what each model was made for
 * @param expertBytes what the experts of a model may take of an executor's memory; {@link
 *     #ALL_EXPERTS} to have all of them there
 */
public record EngineSettings(String kernels, String precision, long expertBytes)
    implements Serializable {
  /** Memory for the experts of any model. */
  public static final long ALL_EXPERTS = Long.MAX_VALUE;

  public EngineSettings {
    EngineOptions.of(kernels, precision); // there is such a precision
    if (expertBytes < 1) {
      throw new IllegalArgumentException(
          "expertBytes is " + expertBytes + ". Leave it out to have all experts in memory.");
    }
  }

  /**
   * These, with the kernels that {@code auto} comes to in this JVM.
   *
   * @throws IllegalArgumentException if the kernels cannot run here
   */
  public EngineSettings chosen() {
    return with(KernelSelection.onClassPath().choose(kernels).name());
  }

  /** These, with kernels that somebody chose. */
  public EngineSettings with(String chosen) {
    return new EngineSettings(chosen, precision, expertBytes);
  }

  /** The same for an engine. */
  public EngineOptions options() {
    EngineOptions options = EngineOptions.of(kernels, precision);
    return expertBytes == ALL_EXPERTS ? options : options.within(expertBytes);
  }
}
