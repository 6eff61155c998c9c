package io.corpuscle.engine.checkpoint;

import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.checkpoint.huggingface.MoeConfig;
import io.corpuscle.engine.checkpoint.huggingface.Qwen2Config;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.model.ModelParts;
import io.corpuscle.engine.model.feedforward.ExpertBudget;
import java.util.Optional;

/** Builds the model a checkpoint describes, choosing the assembler by its {@code model_type}. */
public final class ModelAssembler {
  private final Kernels kernels;
  private final Precision precision;
  private final Optional<OperandFormat> format;
  private final Optional<Precision> windows;
  private final Optional<ExpertBudget> budget;

  /**
   * Packs weights for {@code kernels}, for products in {@code precision}, with windows in what goes
   * with it.
   */
  public ModelAssembler(Kernels kernels, Precision precision) {
    this(kernels, precision, Optional.empty());
  }

  /**
   * As {@link #ModelAssembler(Kernels, Precision)}.
   *
   * @param windows what keys and values are kept in; empty for what goes with the products: float32
   *     with float32, the checkpoint's own bytes where it declares them, else bfloat16
   */
  public ModelAssembler(Kernels kernels, Precision precision, Optional<Precision> windows) {
    this(kernels, precision, Optional.empty(), windows, Optional.empty());
  }

  /**
   * Packs weights for {@code kernels}, for operands of a k of spikes that need not be the model's.
   */
  public ModelAssembler(Kernels kernels, OperandFormat format) {
    this(kernels, format.precision(), Optional.of(format), Optional.empty(), Optional.empty());
  }

  private ModelAssembler(
      Kernels kernels,
      Precision precision,
      Optional<OperandFormat> format,
      Optional<Precision> windows,
      Optional<ExpertBudget> budget) {
    this.kernels = kernels;
    this.precision = precision;
    this.format = format;
    this.windows = windows;
    this.budget = budget;
  }

  /** An assembler like this of models that keep experts in memory within a budget. */
  public ModelAssembler within(ExpertBudget experts) {
    return new ModelAssembler(kernels, precision, format, windows, Optional.of(experts));
  }

  /**
   * The model, its weights packed.
   *
   * @throws CheckpointException if the architecture is unknown or a tensor is missing or misshapen
   */
  public LanguageModel assemble(Checkpoint checkpoint) {
    return assemble(checkpoint, new Chunk(0));
  }

  /**
   * As {@link #assemble(Checkpoint)}.
   *
   * @param observed a chunk of no tokens, whose observers are shown what is read before any
   *     document
   */
  public LanguageModel assemble(Checkpoint checkpoint, Chunk observed) {
    return checkpoint.modelType().equals(MoeConfig.MODEL_TYPE)
        ? new MoeAssembler(kernels, linear(checkpoint), windows, budget, checkpoint)
            .assemble(observed)
        : LanguageModel.of(kernels, parts(checkpoint));
  }

  /**
   * As {@link #assemble(Checkpoint)}, part by part: weights are packed when theirs is asked for.
   *
   * @throws CheckpointException if the architecture is unknown, or has sinks, which all layers read
   *     before the first document; the parts throw it for their own tensors
   */
  public ModelParts parts(Checkpoint checkpoint) {
    return switch (checkpoint.modelType()) {
      case GlaSwaConfig.MODEL_TYPE ->
          new GlaSwaAssembler(kernels, linear(checkpoint), windows, checkpoint);
      case Qwen2Config.MODEL_TYPE ->
          new Qwen2Assembler(kernels, linear(checkpoint), windows, checkpoint);
      case MoeConfig.MODEL_TYPE ->
          throw new CheckpointException(
              checkpoint.directory()
                  + ": model_type is '"
                  + MoeConfig.MODEL_TYPE
                  + "', which this version reads as a whole and not layer by layer. Those of '"
                  + GlaSwaConfig.MODEL_TYPE
                  + "' and '"
                  + Qwen2Config.MODEL_TYPE
                  + "' it does.");
      default -> throw ModelShape.unknown(checkpoint);
    };
  }

  private LinearLayers linear(Checkpoint checkpoint) {
    return new LinearLayers(
        kernels, format.orElseGet(() -> LinearLayers.format(precision, checkpoint)), checkpoint);
  }
}
