package io.corpuscle.engine.checkpoint;

import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.LanguageModel;

/** Builds the model a checkpoint describes, choosing the assembler by its {@code model_type}. */
public final class ModelAssembler {
  private final Kernels kernels;
  private final Precision precision;

  /** Packs weights for {@code kernels}, for products in {@code precision}. */
  public ModelAssembler(Kernels kernels, Precision precision) {
    this.kernels = kernels;
    this.precision = precision;
  }

  /**
   * The model, its weights packed.
   *
   * @throws CheckpointException if the architecture is unknown or a tensor is missing or misshapen
   */
  public LanguageModel assemble(Checkpoint checkpoint) {
    if (!checkpoint.modelType().equals(GlaSwaConfig.MODEL_TYPE)) {
      throw new CheckpointException(
          checkpoint.directory()
              + ": model_type is '"
              + checkpoint.modelType()
              + "' and this version reads '"
              + GlaSwaConfig.MODEL_TYPE
              + "'");
    }
    if (checkpoint.declares("quantization")) {
      throw new CheckpointException(
          checkpoint.directory()
              + ": config.json declares a quantization and this version reads floating point only."
              + " Use the checkpoint it was made from.");
    }
    return new GlaSwaAssembler(kernels, precision, checkpoint).assemble();
  }
}
