package io.corpuscle.engine.checkpoint;

import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.checkpoint.huggingface.MoeConfig;
import io.corpuscle.engine.checkpoint.huggingface.Qwen2Config;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a checkpoint's configuration says of a model's size, whatever its architecture.
 *
 * @param vocabulary V
 * @param modelDim D
 * @param feedForwardDim F, of dense layers
 * @param heads H
 * @param kvHeads G
 * @param layers how many, and of which kind
 * @param window w of window layers; 0 without any
 * @param experts of layers that have them
 * @param embeddings name of the embedding table
 * @param tiedEmbeddings whether the head is the embedding table
 * @param capacity the most tokens of a document, where there are layers of full attention
 */
public record ModelShape(
    int vocabulary,
    int modelDim,
    int feedForwardDim,
    int heads,
    int kvHeads,
    Layers layers,
    int window,
    Experts experts,
    String embeddings,
    boolean tiedEmbeddings,
    OptionalInt capacity) {

  /**
   * How many layers have a branch of a kind; those of two branches count for both.
   *
   * @param all how many there are
   */
  public record Layers(int all, int linear, int windowed, int full) {}

  /**
   * @param count N in a layer, 0 without any
   * @param chosen k of them for a token
   */
  public record Experts(int count, int chosen) {}

  /**
   * The shape of a checkpoint.
   *
   * @throws CheckpointException if this version does not read its architecture, or the
   *     configuration contradicts itself
   */
  public static ModelShape of(Checkpoint checkpoint) {
    return switch (checkpoint.modelType()) {
      case GlaSwaConfig.MODEL_TYPE -> of(checkpoint.config(GlaSwaConfig.class));
      case Qwen2Config.MODEL_TYPE -> of(checkpoint.config(Qwen2Config.class));
      case MoeConfig.MODEL_TYPE -> of(checkpoint.config(MoeConfig.class));
      default -> throw unknown(checkpoint);
    };
  }

  static CheckpointException unknown(Checkpoint checkpoint) {
    return new CheckpointException(
        checkpoint.directory()
            + ": model_type is '"
            + checkpoint.modelType()
            + "' and this version reads '"
            + GlaSwaConfig.MODEL_TYPE
            + "', '"
            + MoeConfig.MODEL_TYPE
            + "' and '"
            + Qwen2Config.MODEL_TYPE
            + "'");
  }

  /** The shape that a {@code gla_swa} configuration describes. */
  public static ModelShape of(GlaSwaConfig config) {
    int windows = Math.toIntExact(config.windowLayers().stream().distinct().count());
    return new ModelShape(
        config.vocabulary(),
        config.modelDim(),
        config.feedForwardDim(),
        config.heads(),
        config.kvHeads(),
        new Layers(config.layers(), config.layers() - windows, windows, 0),
        config.window(),
        new Experts(0, 0),
        "model.embeddings.weight",
        config.tiedEmbeddings(),
        OptionalInt.empty());
  }

  private static ModelShape of(Qwen2Config config) {
    return new ModelShape(
        config.vocabulary(),
        config.modelDim(),
        config.feedForwardDim(),
        config.heads(),
        config.kvHeads(),
        new Layers(config.layers(), 0, 0, config.layers()),
        0,
        new Experts(0, 0),
        "model.embed_tokens.weight",
        config.tiedEmbeddings(),
        OptionalInt.of(config.positions()));
  }

  /** The shape that a {@code spikingbrain_moe} configuration describes. */
  public static ModelShape of(MoeConfig config) {
    int full = Math.toIntExact(config.fullAttentionLayers().stream().distinct().count());
    return new ModelShape(
        config.vocabulary(),
        config.modelDim(),
        config.feedForwardDim(),
        config.heads(),
        config.kvHeads(),
        new Layers(config.layers(), config.layers(), config.layers() - full, full),
        config.window(),
        new Experts(config.experts(), config.chosenExperts()),
        "model.embeddings.weight",
        false,
        config.capacity());
  }

  /** d, the size of a head. */
  public int headDim() {
    return modelDim / heads;
  }

  /**
   * What is remembered of a document after so many tokens, in bytes: matrices of linear attention
   * in float32, keys and values in numbers of {@code kvBytes}.
   */
  public long stateBytes(long tokens, int kvBytes) {
    long matrices = (long) Float.BYTES * kvHeads * headDim() * headDim();
    long token = 2L * kvHeads * headDim() * kvBytes;
    return layers.linear() * matrices
        + layers.windowed() * token * Math.min(tokens, window)
        + layers.full() * token * tokens;
  }

  /**
   * Parameters that a token is multiplied with: all, but of the experts only those it goes to, and
   * not the embedding table, in which it is looked up.
   *
   * @param sizes of all tensors, by name
   */
  public long activeParameters(Map<String, Long> sizes) {
    double active = 0;
    for (Map.Entry<String, Long> tensor : sizes.entrySet()) {
      boolean lookedUp = tensor.getKey().equals(embeddings) && !tiedEmbeddings;
      boolean chosen = tensor.getKey().contains(".mlp.experts.");
      double share = chosen ? (double) experts.chosen() / experts.count() : 1;
      active += lookedUp ? 0 : share * tensor.getValue();
    }
    return Math.round(active);
  }
}
