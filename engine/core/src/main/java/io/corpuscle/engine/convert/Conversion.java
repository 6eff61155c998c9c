package io.corpuscle.engine.convert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corpuscle.engine.checkpoint.Companions;
import io.corpuscle.engine.checkpoint.ModelShape;
import io.corpuscle.engine.checkpoint.StagedFolder;
import io.corpuscle.engine.checkpoint.safetensors.SafetensorsWriter.Declared;
import io.corpuscle.engine.checkpoint.safetensors.ShardedWriter;
import io.corpuscle.engine.convert.ConvertedTensor.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A checkpoint laid out as another architecture, and not yet written. The source has been held to
 * its configuration: every tensor that goes over is there, in its shape.
 *
 * <pre>{@code
 * Checkpoint source = Checkpoint.open(Path.of("Qwen2.5-0.5B"));
 * ConversionPlan plan = new GlaSwaPlan(GlaSwaPlan.alternating(24), GlaSwaPlan.PUBLISHED_WINDOW);
 * plan.of(source, 1).write(Path.of("linear-0.5B"), ShardedWriter.DEFAULT_SHARD_BYTES, n -> {});
 * }</pre>
 */
public final class Conversion {
  /** How many numbers are read, and written, at a time. */
  private static final int PIECE = 1 << 18;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TransformerTensors source;
  private final List<ConvertedTensor> tensors;
  private final ObjectNode config;
  private final ModelShape shape;

  Conversion(
      TransformerTensors source,
      List<ConvertedTensor> tensors,
      ObjectNode config,
      ModelShape shape) {
    this.source = source;
    this.tensors = List.copyOf(tensors);
    this.config = config;
    this.shape = shape;
  }

  /** Is told how far the writing is. */
  @FunctionalInterface
  public interface Progress {
    /**
     * A tensor has been written.
     *
     * @param tensors how many have, of all that the conversion has
     */
    void at(int tensors);
  }

  /** The shape of the result. */
  public ModelShape shape() {
    return shape;
  }

  /**
   * Every tensor of the result by name, with how many numbers it has, in the order of the model.
   */
  public Map<String, Long> sizes() {
    Map<String, Long> sizes = new LinkedHashMap<>();
    tensors.forEach(tensor -> sizes.put(tensor.declared().name(), tensor.declared().size()));
    return sizes;
  }

  /**
   * Tensors of one origin.
   *
   * @param count how many
   * @param parameters how many numbers they have together
   * @param bytes how many bytes they take as they are written
   */
  public record Share(int count, long parameters, long bytes) {}

  /** Those that are the source's, bit for bit. */
  public Share copied() {
    return share(Origin.COPIED);
  }

  /** Those that are the source's times a factor. */
  public Share scaled() {
    return share(Origin.SCALED);
  }

  /** Those that the source has no counterpart of. */
  public Share made() {
    return share(Origin.NEW);
  }

  private Share share(Origin origin) {
    int count = 0;
    long parameters = 0;
    long bytes = 0;
    for (ConvertedTensor tensor : tensors) {
      if (tensor.origin() == origin) {
        count++;
        parameters += tensor.declared().size();
        bytes += tensor.declared().size() * tensor.declared().type().bytes();
      }
    }
    return new Share(count, parameters, bytes);
  }

  /** Tensors of the source that the result has no place for. */
  public Set<String> unused() {
    return source.unused();
  }

  /**
   * Writes the result: its tensors in safetensors, {@code config.json}, and the source's tokenizer
   * files. Memory is a piece of a tensor.
   *
   * @param target a folder that is not there yet; nothing is left of it unless all went well
   * @param shardBytes what a file holds at most, unless a single tensor is larger
   * @throws io.corpuscle.engine.checkpoint.CheckpointException if the folder is there already
   */
  public void write(Path target, long shardBytes, Progress progress) throws IOException {
    try (StagedFolder folder = StagedFolder.of(target)) {
      tensors(folder.path(), shardBytes, progress);
      Files.writeString(
          folder.path().resolve("config.json"),
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(config) + "\n",
          StandardCharsets.UTF_8);
      Companions.copy(source.checkpoint().directory(), folder.path());
      folder.finish();
    }
  }

  private void tensors(Path directory, long shardBytes, Progress progress) throws IOException {
    List<Declared> declared = tensors.stream().map(ConvertedTensor::declared).toList();
    try (ShardedWriter writer = ShardedWriter.create(directory, declared, shardBytes)) {
      float[] piece = new float[PIECE];
      int written = 0;
      for (ConvertedTensor tensor : tensors) {
        String name = tensor.declared().name();
        long size = tensor.declared().size();
        for (long from = 0; from < size; from += PIECE) {
          int count = (int) Math.min(PIECE, size - from);
          tensor.values().read(from, piece, count);
          writer.write(name, piece, 0, count);
        }
        progress.at(++written);
      }
      writer.finish();
    }
  }
}
