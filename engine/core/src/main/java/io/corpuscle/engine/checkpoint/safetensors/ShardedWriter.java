package io.corpuscle.engine.checkpoint.safetensors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corpuscle.engine.checkpoint.safetensors.SafetensorsWriter.Declared;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Writes the tensors of a model as published checkpoints have them: into {@code model.safetensors}
 * or, where that would be too large, into shards {@code model-00001-of-00004.safetensors} and so
 * on, with {@code model.safetensors.index.json} to say which is where. Memory is a buffer a shard.
 */
public final class ShardedWriter implements Closeable {
  /** What a file holds at most, unless a single tensor is larger. */
  public static final long DEFAULT_SHARD_BYTES = 4L << 30;

  private static final Map<String, String> METADATA = Map.of("format", "pt");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final List<SafetensorsWriter> shards = new ArrayList<>();
  private final Map<String, SafetensorsWriter> byTensor = new HashMap<>();
  private final ObjectNode index = JSON.createObjectNode();

  private ShardedWriter(Path directory) {
    this.directory = directory;
  }

  /**
   * Begins the files.
   *
   * @param directory where they are to be; it is there
   * @param tensors all that will be in them, in the order in which shards take them
   * @param shardBytes what a file holds at most
   */
  public static ShardedWriter create(Path directory, List<Declared> tensors, long shardBytes)
      throws IOException {
    ShardedWriter writer = new ShardedWriter(directory);
    List<List<Declared>> shards = shards(tensors, shardBytes);
    try {
      for (int n = 0; n < shards.size(); n++) {
        writer.begin(name(n, shards.size()), shards.get(n));
      }
    } catch (IOException e) {
      writer.close();
      throw e;
    }
    long total = tensors.stream().mapToLong(ShardedWriter::bytes).sum();
    writer.index.putObject("metadata").put("total_size", total);
    ObjectNode map = writer.index.putObject("weight_map");
    for (int n = 0; n < shards.size(); n++) {
      for (Declared tensor : shards.get(n)) {
        map.put(tensor.name(), name(n, shards.size()));
      }
    }
    return writer;
  }

  private static List<List<Declared>> shards(List<Declared> tensors, long shardBytes) {
    List<List<Declared>> shards = new ArrayList<>();
    long room = 0;
    for (Declared tensor : tensors) {
      if (shards.isEmpty() || bytes(tensor) > room) {
        shards.add(new ArrayList<>());
        room = shardBytes;
      }
      shards.get(shards.size() - 1).add(tensor);
      room -= bytes(tensor);
    }
    return shards;
  }

  private static long bytes(Declared tensor) {
    return tensor.size() * tensor.type().bytes();
  }

  private static String name(int shard, int of) {
    return of == 1
        ? "model.safetensors"
        : String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", shard + 1, of);
  }

  private void begin(String name, List<Declared> tensors) throws IOException {
    SafetensorsWriter shard = SafetensorsWriter.create(directory.resolve(name), tensors, METADATA);
    shards.add(shard);
    tensors.forEach(tensor -> byTensor.put(tensor.name(), shard));
  }

  /**
   * Writes the next {@code count} elements of a tensor, as {@link SafetensorsWriter#write} does.
   *
   * @param source the elements, from {@code at} on
   */
  public void write(String name, float[] source, int at, int count) throws IOException {
    Objects.requireNonNull(byTensor.get(name), name).write(name, source, at, count);
  }

  /**
   * Ends the files and gives them their names.
   *
   * @throws IllegalStateException if a tensor is not whole
   */
  public void finish() throws IOException {
    for (SafetensorsWriter shard : shards) {
      shard.finish();
    }
    if (shards.size() > 1) {
      Files.writeString(
          directory.resolve("model.safetensors.index.json"),
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(index) + "\n",
          StandardCharsets.UTF_8);
    }
  }

  /** Removes what was written unless it was finished. */
  @Override
  public void close() throws IOException {
    for (SafetensorsWriter shard : shards) {
      shard.close();
    }
  }
}
