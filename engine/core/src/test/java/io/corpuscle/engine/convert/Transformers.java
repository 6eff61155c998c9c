package io.corpuscle.engine.convert;

import io.corpuscle.engine.checkpoint.ElementType;
import io.corpuscle.engine.checkpoint.safetensors.SafetensorsWriter.Declared;
import io.corpuscle.engine.checkpoint.safetensors.ShardedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Base Transformers with random weights, as {@code qwen2} checkpoints are published.
 *
 * @param layers how many
 * @param widths of every layer
 * @param type of the weights
 * @param tied whether the head is the embedding table
 * @param shardBytes what a file holds at most
 */
public record Transformers(
    int layers, Widths widths, ElementType type, boolean tied, long shardBytes) {

  /**
   * @param vocabulary V
   * @param hidden D
   * @param heads H
   * @param kvHeads G
   * @param feedForward F
   */
  public record Widths(int vocabulary, int hidden, int heads, int kvHeads, int feedForward) {
    static final Widths SMALL = new Widths(8, 32, 4, 2, 48);
  }

  /** Published as bfloat16, in several files, with one table for both ends. */
  static Transformers tiedShardedBfloat16(int layers) {
    return new Transformers(layers, Widths.SMALL, ElementType.BF16, true, 20_000);
  }

  /** In one file of float32, with a head of its own. */
  public static Transformers untiedFloat32(int layers) {
    return new Transformers(layers, Widths.SMALL, ElementType.F32, false, 1L << 30);
  }

  /** Writes one. */
  public Path write(Path folder, long seed) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("config.json"), config());
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        """
        {"tokenizer_class": "CharacterTokenizer",
         "bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>", "pad_token": "<|pad|>",
         "vocab": {"<|endoftext|>": 0, "<|pad|>": 1, "N": 3, "A": 4, "C": 5, "G": 6, "T": 7},
         "unk_token": "N", "case_sensitive": false}
        """);
    Random random = new Random(seed);
    List<Declared> tensors = tensors();
    float[] piece = new float[1 << 16];
    try (ShardedWriter writer = ShardedWriter.create(folder, tensors, shardBytes)) {
      for (Declared tensor : tensors) {
        boolean gain = tensor.name().endsWith("norm.weight");
        long columns = tensor.shape().get(tensor.shape().size() - 1);
        float scale = (float) (2 * Math.sqrt(3) / Math.sqrt(columns));
        for (long from = 0; from < tensor.size(); from += piece.length) {
          int count = (int) Math.min(piece.length, tensor.size() - from);
          for (int i = 0; i < count; i++) {
            float uniform = random.nextFloat() - 0.5f;
            piece[i] = gain ? 1 + 0.1f * uniform : scale * uniform;
          }
          writer.write(tensor.name(), piece, 0, count);
        }
      }
      writer.finish();
    }
    return folder;
  }

  private String config() {
    return """
        {"model_type": "qwen2", "vocab_size": %d, "hidden_size": %d, "num_hidden_layers": %d,
         "num_attention_heads": %d, "num_key_value_heads": %d, "intermediate_size": %d,
         "rope_theta": 10000.0, "rms_norm_eps": 1e-6, "hidden_act": "silu",
         "tie_word_embeddings": %s, "max_position_embeddings": 4096, "torch_dtype": "%s",
         "bos_token_id": 0}
        """
        .formatted(
            widths.vocabulary(),
            widths.hidden(),
            layers,
            widths.heads(),
            widths.kvHeads(),
            widths.feedForward(),
            tied,
            type == ElementType.BF16 ? "bfloat16" : "float32");
  }

  private List<Declared> tensors() {
    long D = widths.hidden();
    long F = widths.feedForward();
    long kv = D / widths.heads() * widths.kvHeads();
    List<Declared> tensors = new ArrayList<>();
    tensors.add(tensor("model.embed_tokens.weight", widths.vocabulary(), D));
    for (int n = 0; n < layers; n++) {
      String layer = "model.layers." + n + ".";
      tensors.add(tensor(layer + "input_layernorm.weight", D));
      tensors.add(tensor(layer + "post_attention_layernorm.weight", D));
      for (String part : List.of("q_proj", "k_proj", "v_proj")) {
        long outputs = part.equals("q_proj") ? D : kv;
        tensors.add(tensor(layer + "self_attn." + part + ".weight", outputs, D));
        tensors.add(tensor(layer + "self_attn." + part + ".bias", outputs));
      }
      tensors.add(tensor(layer + "self_attn.o_proj.weight", D, D));
      tensors.add(tensor(layer + "mlp.gate_proj.weight", F, D));
      tensors.add(tensor(layer + "mlp.up_proj.weight", F, D));
      tensors.add(tensor(layer + "mlp.down_proj.weight", D, F));
    }
    tensors.add(tensor("model.norm.weight", D));
    if (!tied) {
      tensors.add(tensor("lm_head.weight", widths.vocabulary(), D));
    }
    return tensors;
  }

  private Declared tensor(String name, Long... shape) {
    return new Declared(name, type, List.of(shape));
  }

  private Declared tensor(String name, int rows, long columns) {
    return tensor(name, (long) rows, columns);
  }
}
