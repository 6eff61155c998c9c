package io.corpuscle.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Small real models with random weights, written as checkpoints are published, for tests that need
 * a model and not its quality.
 */
public final class TinyModels {
  private static final int HEADS = 4;
  private static final int KV_HEADS = 2;
  private static final int VOCABULARY = 8;
  private static final int RANK = 4;

  private TinyModels() {}

  /**
   * The widths of a model.
   *
   * @param hidden D, a multiple of the 4 heads
   * @param feedForward F
   */
  public record Widths(int hidden, int feedForward) {
    /** The smallest there is a use for. */
    public static final Widths TINY = new Widths(32, 48);
  }

  /** As {@link #dna(Path, long, Widths)}, of the smallest widths. */
  public static Path dna(Path directory, long seed) throws IOException {
    return dna(directory, seed, Widths.TINY);
  }

  /**
   * Writes a {@code gla_swa} model of two layers, one of each kind, with the character tokenizer of
   * bases.
   *
   * @param directory created if it is not there
   * @return the directory
   */
  public static Path dna(Path directory, long seed, Widths widths) throws IOException {
    return write(directory, config(widths, VOCABULARY), tensors(widths, VOCABULARY), seed);
  }

  /**
   * As {@link #dna}, of the smallest widths and without a tokenizer: the caller writes one that
   * gives ids below {@code vocabulary}.
   */
  public static Path withoutTokenizer(Path directory, int vocabulary, long seed)
      throws IOException {
    write(directory, config(Widths.TINY, vocabulary), tensors(Widths.TINY, vocabulary), seed);
    Files.delete(directory.resolve("tokenizer_config.json"));
    return directory;
  }

  /** As {@link #qwen2(Path, int, long, Widths)}, of the smallest widths. */
  public static Path qwen2(Path directory, int positions, long seed) throws IOException {
    return qwen2(directory, positions, seed, Widths.TINY);
  }

  /**
   * Writes a {@code qwen2} model of two layers, with the same tokenizer.
   *
   * @param positions the most tokens of a document
   * @return the directory
   */
  public static Path qwen2(Path directory, int positions, long seed, Widths widths)
      throws IOException {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    tensors(widths, VOCABULARY)
        .forEach(
            (name, shape) -> {
              if (!name.contains("gk_proj") && !name.contains("g_norm")) {
                shapes.put(
                    name.replace("embeddings", "embed_tokens")
                        .replace("attn_norm", "input_layernorm")
                        .replace("mlp_norm", "post_attention_layernorm")
                        .replace(".attn.", ".self_attn."),
                    shape);
              }
            });
    String config =
        """
        {"model_type": "qwen2", "vocab_size": %d, "hidden_size": %d, "num_hidden_layers": 2,
         "num_attention_heads": %d, "num_key_value_heads": %d, "intermediate_size": %d,
         "rope_theta": 10000.0, "rms_norm_eps": 1e-6, "hidden_act": "silu",
         "tie_word_embeddings": false, "max_position_embeddings": %d, "torch_dtype": "float32"}
        """
            .formatted(VOCABULARY, widths.hidden, HEADS, KV_HEADS, widths.feedForward, positions);
    return write(directory, config, shapes, seed);
  }

  private static Path write(
      Path directory, String config, Map<String, List<Integer>> shapes, long seed)
      throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("config.json"), config);
    Files.writeString(
        directory.resolve("tokenizer_config.json"),
        """
        {"tokenizer_class": "CharacterTokenizer",
         "bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>", "pad_token": "<|pad|>",
         "vocab": {"<|endoftext|>": 0, "<|pad|>": 1, "N": 3, "A": 4, "C": 5, "G": 6, "T": 7},
         "unk_token": "N", "case_sensitive": false}
        """);
    Files.write(directory.resolve("model.safetensors"), safetensors(shapes, new Random(seed)));
    return directory;
  }

  private static String config(Widths widths, int vocabulary) {
    return """
        {"model_type": "gla_swa", "vocab_size": %d, "hidden_size": %d, "num_hidden_layers": 2,
         "attn_layers": [1], "num_attention_heads": %d, "num_key_value_heads": %d,
         "intermediate_size": %d, "sliding_window": 40, "rope_theta": 10000.0, "norm_eps": 1e-6,
         "hidden_act": "swish", "use_short_conv": false, "tie_word_embeddings": false,
         "bos_token_id": 0}
        """
        .formatted(vocabulary, widths.hidden, HEADS, KV_HEADS, widths.feedForward);
  }

  private static Map<String, List<Integer>> tensors(Widths widths, int vocabulary) {
    int D = widths.hidden;
    int F = widths.feedForward;
    int kv = D / HEADS * KV_HEADS;
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    shapes.put("model.embeddings.weight", List.of(vocabulary, D));
    for (int n = 0; n < 2; n++) {
      String layer = "model.layers." + n;
      shapes.put(layer + ".attn_norm.weight", List.of(D));
      shapes.put(layer + ".mlp_norm.weight", List.of(D));
      for (String part : List.of("q", "k", "v")) {
        int rows = part.equals("q") ? D : kv;
        shapes.put(layer + ".attn." + part + "_proj.weight", List.of(rows, D));
        shapes.put(layer + ".attn." + part + "_proj.bias", List.of(rows));
      }
      shapes.put(layer + ".attn.o_proj.weight", List.of(D, D));
      shapes.put(layer + ".mlp.gate_proj.weight", List.of(F, D));
      shapes.put(layer + ".mlp.up_proj.weight", List.of(F, D));
      shapes.put(layer + ".mlp.down_proj.weight", List.of(D, F));
    }
    shapes.put("model.layers.0.attn.gk_proj.0.weight", List.of(RANK, D));
    shapes.put("model.layers.0.attn.gk_proj.1.weight", List.of(kv, RANK));
    shapes.put("model.layers.0.attn.gk_proj.1.bias", List.of(kv));
    shapes.put("model.layers.0.attn.g_norm.weight", List.of(D / HEADS));
    shapes.put("model.norm.weight", List.of(D));
    shapes.put("lm_head.weight", List.of(vocabulary, D));
    return shapes;
  }

  private static byte[] safetensors(Map<String, List<Integer>> shapes, Random random) {
    int bytes = shapes.values().stream().mapToInt(TinyModels::bytes).sum();
    ByteBuffer data = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    StringBuilder header = new StringBuilder("{");
    shapes.forEach(
        (name, shape) -> {
          int begin = data.position();
          fill(data, name, shape, random);
          header
              .append(header.length() > 1 ? "," : "")
              .append("\"%s\":{\"dtype\":\"F32\",".formatted(name))
              .append("\"shape\":[%s],".formatted(joined(shape)))
              .append("\"data_offsets\":[%d,%d]}".formatted(begin, data.position()));
        });
    byte[] json = header.append("}").toString().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(data.flip())
        .array();
  }

  /** Gains near 1, everything else of the size that keeps activations near 1. */
  private static void fill(ByteBuffer data, String name, List<Integer> shape, Random random) {
    boolean gain = name.endsWith("norm.weight");
    double scale = 1 / Math.sqrt(shape.get(shape.size() - 1));
    for (int i = 0; i < bytes(shape) / Float.BYTES; i++) {
      double normal = random.nextGaussian();
      data.putFloat((float) (gain ? 1 + 0.1 * normal : scale * normal));
    }
  }

  private static int bytes(List<Integer> shape) {
    return Float.BYTES * shape.stream().reduce(1, Math::multiplyExact);
  }

  private static String joined(List<Integer> shape) {
    return shape.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
