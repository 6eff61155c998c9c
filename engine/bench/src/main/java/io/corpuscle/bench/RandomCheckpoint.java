package io.corpuscle.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corpuscle.engine.checkpoint.ElementType;
import io.corpuscle.engine.checkpoint.safetensors.SafetensorsWriter.Declared;
import io.corpuscle.engine.checkpoint.safetensors.ShardedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A checkpoint with random weights in bf16, whatever its architecture.
 *
 * <p>Weights of a product are about normal with σ = 1/√(inputs), so that activations keep their
 * size from layer to layer; norms are 1; the bias of a decay makes a forget about 0.1 % a token.
 * Every number depends on the seed, its tensor's name and its place alone, and is made while it is
 * written, by all processors: memory does not grow with the model.
 */
final class RandomCheckpoint {
  /** log σ(4) / 16 = −0.0011. */
  private static final float DECAY_BIAS = 4;

  private static final int PIECE = 1 << 16;

  /** Pieces that are made before they are written. */
  private static final int PIECES = 16;

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Declared> tensors = new ArrayList<>();
  private final long seed;

  /**
   * A checkpoint without tensors.
   *
   * @param seed what its weights depend on
   */
  RandomCheckpoint(long seed) {
    this.seed = seed;
  }

  /** With one tensor more. */
  RandomCheckpoint add(String name, long... shape) {
    List<Long> dimensions = Arrays.stream(shape).boxed().toList();
    tensors.add(new Declared(name, ElementType.BF16, dimensions));
    return this;
  }

  /** All tensors, in the order they were added. */
  List<Declared> tensors() {
    return List.copyOf(tensors);
  }

  /** Size of all tensors in a file. */
  long bytes() {
    return tensors.stream().mapToLong(tensor -> tensor.size() * tensor.type().bytes()).sum();
  }

  /**
   * Writes {@code config.json}, the tensors in one file or in shards, as published ones are, and
   * {@code tokenizer_config.json}, which gives printable ASCII a token a character.
   *
   * @param directory created if it is not there
   * @param config a record of {@code config.json}'s keys
   * @return the directory
   */
  Path write(Path directory, String modelType, Record config) throws IOException {
    Files.createDirectories(directory);
    ObjectNode json = JSON.valueToTree(config);
    json.put("model_type", modelType).put("torch_dtype", "bfloat16");
    json.put("bos_token_id", 0).put("eos_token_id", 0);
    write(directory.resolve("config.json"), json);
    write(directory.resolve("tokenizer_config.json"), tokenizer());
    try (ShardedWriter writer =
        ShardedWriter.create(directory, tensors, ShardedWriter.DEFAULT_SHARD_BYTES)) {
      for (Declared tensor : tensors) {
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

  private void fill(Declared tensor, ShardedWriter writer) throws IOException {
    float centre = centre(tensor.name());
    float sigma = sigma(tensor);
    long stream = mix(seed ^ mix(tensor.name().hashCode()));
    float[] pieces = new float[(int) Math.min(PIECES * PIECE, tensor.size())];
    for (long from = 0; from < tensor.size(); from += pieces.length) {
      long first = stream + from * GOLDEN;
      int count = (int) Math.min(pieces.length, tensor.size() - from);
      IntStream.range(0, (count + PIECE - 1) / PIECE)
          .parallel()
          .forEach(
              piece -> {
                int end = Math.min(count, (piece + 1) * PIECE);
                for (int i = piece * PIECE; i < end; i++) {
                  pieces[i] = centre + sigma * normal(first + i * GOLDEN);
                }
              });
      writer.write(tensor.name(), pieces, 0, count);
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
    boolean unit = name.startsWith("model.embed") || name.endsWith("gk_proj.1.bias");
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
