package io.corpuscle.jobs.models;

import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.kernel.Precision;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a model's products multiply.
 *
 * @param model its name, as whoever asked for it knows it
 * @param precision what it is read in
 */
public record ModelPrecision(String model, Precision precision) {

  /**
   * Asks a model's files, without loading its weights.
   *
   * @param folder where they are
   * @param options which may name a precision
   * @throws io.corpuscle.engine.checkpoint.CheckpointException if they are missing or damaged
   */
  public static ModelPrecision of(String model, Path folder, EngineOptions options) {
    return new ModelPrecision(
        model, options.precision().orElseGet(() -> Checkpoint.open(folder).precision()));
  }

  /**
   * Refuses a model in which nothing fires, for who counts spikes.
   *
   * @throws ModelException if it is read in any precision but {@link Precision#SPIKING}
   */
  public void requireSpiking() {
    if (precision != Precision.SPIKING) {
      throw new ModelException(
          String.format(
              Locale.ROOT,
              "Spikes are to be counted, and the model %s is read in %s, which has none. Set precision to %s, or ask for no spikes.",
              model,
              precision.key(),
              Precision.SPIKING.key()));
    }
  }
}
