package io.corpuscle.engine.convert;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.CheckpointException;
import io.corpuscle.engine.checkpoint.ElementType;
import io.corpuscle.engine.checkpoint.StoredTensor;
import io.corpuscle.engine.checkpoint.huggingface.Qwen2Config;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tensors of a {@code qwen2} checkpoint, each held to the shape that its configuration implies
 * when it is asked for; remembers which were.
 */
final class TransformerTensors {
  private static final List<String> FEED_FORWARD = List.of("gate_proj", "up_proj", "down_proj");

  private final Checkpoint source;
  private final Qwen2Config config;
  private final Set<String> unused;

  /**
   * @throws CheckpointException if it is of another architecture
   */
  TransformerTensors(Checkpoint source) {
    if (!source.modelType().equals(Qwen2Config.MODEL_TYPE)) {
      throw new CheckpointException(
          source.directory()
              + ": model_type is '"
              + source.modelType()
              + "', and conversions begin with '"
              + Qwen2Config.MODEL_TYPE
              + "'. Name the checkpoint of a base Transformer.");
    }
    this.source = source;
    this.config = source.config(Qwen2Config.class);
    this.unused = new TreeSet<>(source.tensors().keySet());
  }

  Checkpoint checkpoint() {
    return source;
  }

  Qwen2Config config() {
    return config;
  }

  /** What new parameters are written as: what the embeddings are. */
  ElementType type() {
    return source.tensor("model.embed_tokens.weight").type().written();
  }

  /** The tensors that have not been asked for. */
  Set<String> unused() {
    return Set.copyOf(unused);
  }

  StoredTensor embeddings() {
    return tensor("model.embed_tokens.weight", config.vocabulary(), config.modelDim());
  }

  StoredTensor norm() {
    return tensor("model.norm.weight", config.modelDim());
  }

  /** The head, which may be the embeddings. */
  StoredTensor head() {
    return config.tiedEmbeddings()
        ? embeddings()
        : tensor("lm_head.weight", config.vocabulary(), config.modelDim());
  }

  /** The norm before a layer's attention. */
  StoredTensor attentionNorm(int layer) {
    return tensor(layer(layer) + "input_layernorm.weight", config.modelDim());
  }

  /** The norm before a layer's feed-forward. */
  StoredTensor feedForwardNorm(int layer) {
    return tensor(layer(layer) + "post_attention_layernorm.weight", config.modelDim());
  }

  /**
   * A part of a layer's attention.
   *
   * @param part {@code q_proj}, {@code k_proj} or {@code v_proj}
   */
  StoredTensor weight(int layer, String part) {
    return tensor(attention(layer, part) + ".weight", outputs(part), config.modelDim());
  }

  /** Its bias. */
  StoredTensor bias(int layer, String part) {
    return tensor(attention(layer, part) + ".bias", outputs(part));
  }

  /** What a layer's heads are put together with. */
  StoredTensor output(int layer) {
    return tensor(
        attention(layer, "o_proj") + ".weight",
        config.modelDim(),
        (long) config.heads() * config.headDim());
  }

  /** The names of a feed-forward's parts, and of those of the architectures converted to. */
  static List<String> feedForwardParts() {
    return FEED_FORWARD;
  }

  /**
   * A part of a layer's feed-forward.
   *
   * @param part one of {@link #feedForwardParts}
   */
  StoredTensor feedForward(int layer, String part) {
    boolean down = part.equals("down_proj");
    return tensor(
        layer(layer) + "mlp." + part + ".weight",
        down ? config.modelDim() : config.feedForwardDim(),
        down ? config.feedForwardDim() : config.modelDim());
  }

  private long outputs(String part) {
    int heads = part.equals("q_proj") ? config.heads() : config.kvHeads();
    return (long) heads * config.headDim();
  }

  private static String layer(int n) {
    return "model.layers." + n + ".";
  }

  private static String attention(int layer, String part) {
    return layer(layer) + "self_attn." + part;
  }

  private StoredTensor tensor(String name, long... shape) {
    StoredTensor tensor = source.tensor(name, shape);
    unused.remove(name);
    return tensor;
  }
}
