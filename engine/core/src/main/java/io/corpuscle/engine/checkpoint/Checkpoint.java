package io.corpuscle.engine.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.corpuscle.engine.checkpoint.huggingface.ConvertedFrom;
import io.corpuscle.engine.checkpoint.huggingface.SpikingSection;
import io.corpuscle.engine.checkpoint.huggingface.W8aSpikeConfig;
import io.corpuscle.engine.checkpoint.safetensors.SafetensorsFile;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.WeightRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The files of a model: {@code config.json} and its tensors, in {@code model.safetensors} or in the
 * shards that {@code model.safetensors.index.json} lists.
 */
public final class Checkpoint {
  private static final String CONFIG = "config.json";
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private final Path directory;
  private final JsonNode config;
  private final Map<String, StoredTensor> tensors;

  private Checkpoint(Path directory, JsonNode config, Map<String, StoredTensor> tensors) {
    this.directory = directory;
    this.config = config;
    this.tensors = tensors;
  }

  /**
   * Opens a model's directory.
   *
   * @throws CheckpointException if a file is missing, damaged, or names what is not there
   */
  public static Checkpoint open(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new CheckpointException(
          directory
              + " is not a directory. A model is a directory with config.json and safetensors.");
    }
    JsonNode config = json(directory.resolve(CONFIG));
    Path index = directory.resolve(INDEX);
    Map<String, StoredTensor> tensors =
        Files.exists(index)
            ? shards(directory, index)
            : SafetensorsFile.open(directory.resolve(SINGLE));
    return new Checkpoint(directory, config, tensors);
  }

  private static Map<String, StoredTensor> shards(Path directory, Path index) {
    JsonNode map = json(index).path("weight_map");
    if (!map.isObject()) {
      throw new CheckpointException(index + " has no weight_map");
    }
    Map<String, Map<String, StoredTensor>> opened = new LinkedHashMap<>();
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String shard = entry.getValue().asText();
      if (!shard.matches("[A-Za-z0-9._-]+") || shard.startsWith(".")) {
        throw new CheckpointException(
            index + " names the shard '" + shard + "', which is not a plain file name");
      }
      StoredTensor tensor =
          opened
              .computeIfAbsent(shard, s -> SafetensorsFile.open(directory.resolve(s)))
              .get(entry.getKey());
      if (tensor == null) {
        throw new CheckpointException(
            index + " says '" + entry.getKey() + "' is in " + shard + ", and it is not there");
      }
      tensors.put(entry.getKey(), tensor);
    }
    return tensors;
  }

  private static JsonNode json(Path file) {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new CheckpointException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Where the files are. */
  public Path directory() {
    return directory;
  }

  /** The architecture, as {@code config.json} names it in {@code model_type}. */
  public String modelType() {
    return config.path("model_type").asText("none");
  }

  /** The tensors by name, in the order of their files. */
  public Map<String, StoredTensor> tensors() {
    return Map.copyOf(tensors);
  }

  /** How many elements each tensor has, by name. */
  public Map<String, Long> sizes() {
    Map<String, Long> sizes = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> sizes.put(name, tensor.size()));
    return sizes;
  }

  /** {@code config.json} as {@code type}; keys the type does not know are ignored. */
  public <T> T config(Class<T> type) {
    return read(config, type);
  }

  private <T> T read(JsonNode node, Class<T> type) {
    try {
      return JSON.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      throw new CheckpointException(directory.resolve(CONFIG) + ": " + reason(e), e);
    }
  }

  /** What a person needs of Jackson's message: the key, and the first line. */
  private static String reason(JsonProcessingException e) {
    Throwable cause = e.getCause() instanceof IllegalArgumentException ? e.getCause() : e;
    String line = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    boolean keyKnown =
        e instanceof JsonMappingException mapping
            && !mapping.getPath().isEmpty()
            && mapping.getPath().get(0).getFieldName() != null;
    return keyKnown
        ? "'" + ((JsonMappingException) e).getPath().get(0).getFieldName() + "': " + line
        : line;
  }

  /** Whether {@code config.json} has a value for {@code key}. */
  public boolean declares(String key) {
    return config.hasNonNull(key);
  }

  /** How it was trained to spike, if it says so. */
  public Optional<SpikingSection> spiking() {
    return declares("spiking")
        ? Optional.of(read(config.path("spiking"), SpikingSection.class))
        : Optional.empty();
  }

  /** What it was converted from, if it says so. */
  public Optional<ConvertedFrom> convertedFrom() {
    return declares(ConvertedFrom.KEY)
        ? Optional.of(read(config.path(ConvertedFrom.KEY), ConvertedFrom.class))
        : Optional.empty();
  }

  /**
   * What it declares of W8ASpike, if it is one.
   *
   * @throws CheckpointException if it declares another quantization
   */
  public Optional<W8aSpikeConfig> w8aSpike() {
    if (!declares("quantization")) {
      return Optional.empty();
    }
    String quantization = config.path("quantization").asText();
    if (!quantization.equals(W8aSpikeConfig.QUANTIZATION)) {
      throw new CheckpointException(
          directory
              + ": quantization is '"
              + quantization
              + "' and this version reads '"
              + W8aSpikeConfig.QUANTIZATION
              + "' or none. Use the checkpoint it was made from.");
    }
    return Optional.of(config(W8aSpikeConfig.class));
  }

  /**
   * The precision it was made for: spikes where {@code config.json} tells of them, else that of its
   * {@code torch_dtype}.
   */
  public Precision precision() {
    return declares("spiking") || declares("quantization") ? Precision.SPIKING : storedPrecision();
  }

  /** The floating-point precision of its {@code torch_dtype}. */
  public Precision storedPrecision() {
    return config.path("torch_dtype").asText().equals("bfloat16")
        ? Precision.BFLOAT16
        : Precision.FLOAT32;
  }

  /**
   * A tensor of the shape the configuration implies.
   *
   * @throws CheckpointException if it is missing or of another shape
   */
  public StoredTensor tensor(String name, long... shape) {
    StoredTensor tensor = tensor(name);
    List<Long> implied = Arrays.stream(shape).boxed().toList();
    if (!tensor.shape().equals(implied)) {
      throw new CheckpointException(
          directory
              + ": '"
              + name
              + "' is "
              + tensor.shape()
              + " but config.json implies "
              + implied
              + ". The two are from different models.");
    }
    return tensor;
  }

  /** A tensor whatever its shape. */
  public StoredTensor tensor(String name) {
    StoredTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new CheckpointException(
          directory
              + ": the tensor '"
              + name
              + "' is missing. There are "
              + tensors.size()
              + ", the nearest by name '"
              + nearest(name)
              + "'.");
    }
    return tensor;
  }

  private String nearest(String name) {
    TreeSet<String> names = new TreeSet<>(tensors.keySet());
    String below = names.floor(name);
    return below != null ? below : names.isEmpty() ? "none" : names.first();
  }

  /** A matrix {@code [outputs, inputs]}, row by row from the file. */
  public WeightRows matrix(String name, int outputs, int inputs) {
    return new StoredMatrix(tensor(name, outputs, inputs), outputs, inputs);
  }

  /** Like {@link #matrix}, from a tensor {@code [outputs, inputs, 1]}. */
  WeightRows column(String name, int outputs, int inputs) {
    return new StoredMatrix(tensor(name, outputs, inputs, 1), outputs, inputs);
  }

  private record StoredMatrix(StoredTensor tensor, int outputs, int inputs) implements WeightRows {
    @Override
    public void read(int output, float[] target, int at) {
      tensor.floats((long) output * inputs, target, at, inputs);
    }

    @Override
    public List<String> tensors() {
      return List.of(tensor.name());
    }
  }
}
