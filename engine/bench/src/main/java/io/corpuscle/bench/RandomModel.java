package io.corpuscle.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corpuscle.engine.checkpoint.ElementType;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.checkpoint.safetensors.SafetensorsWriter;
import io.corpuscle.engine.checkpoint.safetensors.SafetensorsWriter.Declared;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A {@code gla_swa} checkpoint of any shape with random weights, in bf16: for speed, which does not
 * depend on what a model knows.
 *
 * <p>Weights of a product are about normal with σ = 1/√(inputs), so that activations keep their
 * size from layer to layer; norms are 1; the bias of the decay makes a forget about 0.1 % a token.
 * Every number depends on the seed, its tensor's name and its place alone, and is made while it is
 * written: memory does not grow with the model.
 *
 * @param config the shape
 * @param seed what the weights depend on
 */
public record RandomModel(GlaSwaConfig config, long seed) {
  /** Qwen2.5-0.5B with linear attention in the even layers and windows of 4,096 in the odd ones. */
  public static final GlaSwaConfig HALF_BILLION =
      new GlaSwaConfig(
          /* vocabulary= */ 151_936,
          /* modelDim= */ 896,
          /* layers= */ 24,
          IntStream.range(0, 24).filter(layer -> layer % 2 == 1).boxed().toList(),
          /* heads= */ 14,
          /* kvHeads= */ 2,
          /* feedForwardDim= */ 4864,
          /* window= */ 4096,
          /* ropeTheta= */ 1e6,
          /* normEpsilon= */ 1e-6f,
          /* tiedEmbeddings= */ false,
          /* activation= */ "swish",
          /* shortConvolution= */ false);

  /** Width of the low-rank product that gives the decays, as published checkpoints have it. */
  public static final int DECAY_RANK = 16;

  /** log σ(4) / 16 = −0.0011. */
  private static final float DECAY_BIAS = 4;

  private static final int PIECE = 1 << 16;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Writes {@code config.json}, {@code model.safetensors} and {@code tokenizer_config.json}, which
   * gives printable ASCII a token a character.
   *
   * @param directory created if it is not there
   * @return the directory
   */
  public Path write(Path directory) throws IOException {
    Files.createDirectories(directory);
    ObjectNode json = JSON.valueToTree(config);
    json.put("model_type", GlaSwaConfig.MODEL_TYPE).put("torch_dtype", "bfloat16");
    json.put("bos_token_id", 0).put("eos_token_id", 0);
    write(directory.resolve("config.json"), json);
    write(directory.resolve("tokenizer_config.json"), tokenizer());
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(
            directory.resolve("model.safetensors"), tensors(), Map.of("format", "pt"))) {
      for (Declared tensor : tensors()) {
        fill(tensor, writer);
      }
      writer.finish();
    }
    return directory;
  }

  private static void write(Path file, ObjectNode json) throws IOException {
    Files.writeString(
        file,
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n",
        StandardCharsets.UTF_8);
  }

  private static ObjectNode tokenizer() {
    String end = "<|endoftext|>";
    ObjectNode json = JSON.createObjectNode().put("tokenizer_class", "CharacterTokenizer");
    json.put("bos_token", end).put("eos_token", end).put("unk_token", "\uFFFD");
    json.put("case_sensitive", true);
    ObjectNode vocabulary = json.putObject("vocab").put(end, 0).put("\uFFFD", 1).put("\n", 2);
    for (char c = ' '; c <= '~'; c++) {
      vocabulary.put(String.valueOf(c), vocabulary.size());
    }
    return json;
  }

  /** All tensors of the model, by the names SpikingBrain publishes. */
  List<Declared> tensors() {
    int D = config.modelDim();
    int F = config.feedForwardDim();
    int kv = config.kvHeads() * config.headDim();
    List<Declared> tensors = new ArrayList<>();
    add(tensors, "model.embeddings.weight", config.vocabulary(), D);
    for (int n = 0; n < config.layers(); n++) {
      String attn = "model.layers." + n + ".attn";
      String mlp = "model.layers." + n + ".mlp";
      add(tensors, attn + "_norm.weight", D);
      add(tensors, attn + ".q_proj.weight", D, D);
      add(tensors, attn + ".q_proj.bias", D);
      add(tensors, attn + ".k_proj.weight", kv, D);
      add(tensors, attn + ".k_proj.bias", kv);
      add(tensors, attn + ".v_proj.weight", kv, D);
      add(tensors, attn + ".v_proj.bias", kv);
      add(tensors, attn + ".o_proj.weight", D, D);
      if (!config.windowLayers().contains(n)) {
        add(tensors, attn + ".gk_proj.0.weight", DECAY_RANK, D);
        add(tensors, attn + ".gk_proj.1.weight", kv, DECAY_RANK);
        add(tensors, attn + ".gk_proj.1.bias", kv);
        add(tensors, attn + ".g_norm.weight", config.headDim());
      }
      add(tensors, mlp + "_norm.weight", D);
      add(tensors, mlp + ".gate_proj.weight", F, D);
      add(tensors, mlp + ".up_proj.weight", F, D);
      add(tensors, mlp + ".down_proj.weight", D, F);
    }
    add(tensors, "model.norm.weight", D);
    if (!config.tiedEmbeddings()) {
      add(tensors, "lm_head.weight", config.vocabulary(), D);
    }
    return tensors;
  }

  private static void add(List<Declared> tensors, String name, long... shape) {
    List<Long> dimensions = Arrays.stream(shape).boxed().toList();
    tensors.add(new Declared(name, ElementType.BF16, dimensions));
  }

  private void fill(Declared tensor, SafetensorsWriter writer) throws IOException {
    float centre = centre(tensor.name());
    float sigma = sigma(tensor);
    long stream = mix(seed ^ mix(tensor.name().hashCode()));
    float[] piece = new float[(int) Math.min(PIECE, tensor.size())];
    for (long from = 0; from < tensor.size(); from += piece.length) {
      int count = (int) Math.min(piece.length, tensor.size() - from);
      for (int i = 0; i < count; i++) {
        piece[i] = centre + sigma * normal(stream + (from + i) * GOLDEN);
      }
      writer.write(tensor.name(), piece, 0, count);
    }
  }

  private static float centre(String name) {
    if (name.endsWith("norm.weight")) {
      return 1;
    }
    return name.endsWith("gk_proj.1.bias") ? DECAY_BIAS : 0;
  }

  private static float sigma(Declared tensor) {
    String name = tensor.name();
    if (name.endsWith("norm.weight")) {
      return 0;
    }
    // Rows of the table are hidden states, not weights of a product.
    boolean unit = name.equals("model.embeddings.weight") || name.endsWith("gk_proj.1.bias");
    if (unit) {
      return 1;
    }
    return name.endsWith(".bias") ? 0.1f : (float) (1 / Math.sqrt(tensor.shape().get(1)));
  }

  /**
   * A number of about the normal distribution: the sum of four uniform ones, scaled to variance 1.
   */
  private static float normal(long state) {
    long bits = mix(state);
    int sum =
        (int) (bits & 0xFFFF)
            + (int) (bits >>> 16 & 0xFFFF)
            + (int) (bits >>> 32 & 0xFFFF)
            + (int) (bits >>> 48);
    return (sum - 2 * 0xFFFF) * UNIT;
  }

  /** Four uniform numbers of 0 … 65,535 have a variance of 4·(65,536² − 1)/12. */
  private static final float UNIT = (float) (Math.sqrt(3) / 65536);

  /** The output function of SplitMix64 (Steele, Lea and Flood, 2014). */
  private static long mix(long state) {
    long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
