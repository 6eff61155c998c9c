package io.corpuscle.engine.convert;

import io.corpuscle.engine.checkpoint.Checkpoint;

/** What a {@code qwen2} checkpoint is to become, layer by layer. */
public sealed interface ConversionPlan permits GlaSwaPlan, MoePlan {

  /** The {@code model_type} of the result. */
  String modelType();

  /**
   * Lays the result out.
   *
   * @param seed what new parameters depend on
   * @throws io.corpuscle.engine.checkpoint.CheckpointException if the source is no {@code qwen2},
   *     or lacks a tensor, or has one of another shape than its configuration implies
   * @throws IllegalArgumentException if the plan does not fit the source's layers
   */
  Conversion of(Checkpoint source, long seed);
}
