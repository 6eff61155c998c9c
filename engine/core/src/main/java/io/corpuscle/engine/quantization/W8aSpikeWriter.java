package io.corpuscle.engine.quantization;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.StoredTensor;
import io.corpuscle.engine.checkpoint.huggingface.W8aSpikeConfig;
import io.corpuscle.engine.checkpoint.safetensors.ShardedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a W8ASpike checkpoint with the names and the layout of published ones: weights stay what
 * they are, {@code <layer>.weight_quantizer.scales} says what they are rounded with. Memory is a
 * few rows of a matrix.
 */
final class W8aSpikeWriter {
  /** How many weights are read, and written, at a time. */
  private static final int PIECE = 1 << 18;

  /** What an input is taken to weigh besides what was seen of it, as a share of the mean. */
  private static final float UNSEEN = 0.01f;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Checkpoint source;
  private final W8aSpikeLayout layout;
  private final ScaleRule rule;
  private final Granularity granularity;
  private final long shardBytes;

  W8aSpikeWriter(
      Checkpoint source,
      W8aSpikeLayout layout,
      ScaleRule rule,
      Granularity granularity,
      long shardBytes) {
    this.source = source;
    this.layout = layout;
    this.rule = rule;
    this.granularity = granularity;
    this.shardBytes = shardBytes;
  }

  /**
   * Writes the tensors.
   *
   * @param moments of the layers' inputs; of a layer it knows nothing about, all inputs count alike
   * @return for each layer by name what rounding does to its outputs
   */
  Map<String, OutputError> tensors(
      Path directory, InputMoments moments, Quantization.Progress progress) throws IOException {
    Map<String, OutputError> errors = new TreeMap<>();
    try (ShardedWriter writer = ShardedWriter.create(directory, layout.tensors(), shardBytes)) {
      for (ScaledLayer layer : layout.linear()) {
        errors.put(layer.name(), write(layer, moments, writer));
        progress.at("writing", errors.size(), layout.linear().size());
      }
      for (Map.Entry<String, StoredTensor> entry : layout.copied().entrySet()) {
        copy(entry.getKey(), entry.getValue(), writer);
      }
      writer.finish();
    }
    return errors;
  }

  private OutputError write(ScaledLayer layer, InputMoments moments, ShardedWriter writer)
      throws IOException {
    int inputs = layer.weights().inputs();
    int outputs = layer.weights().outputs();
    int groups = inputs / layout.groupSize();
    int rows = Math.max(1, PIECE / inputs);
    float[] piece = new float[rows * inputs];
    float[] scales = new float[rows * groups];
    RowScales search =
        new RowScales(
            rule, granularity, layout.groupSize(), weights(moments, layer.calibrated(), inputs));
    for (int from = 0; from < outputs; from += rows) {
      int count = Math.min(rows, outputs - from);
      for (int r = 0; r < count; r++) {
        layer.weights().read(from + r, piece, r * inputs);
        search.of(piece, r * inputs, scales, r * groups);
      }
      writer.write(layer.weightName(), piece, 0, count * inputs);
      writer.write(layer.scalesName(), scales, 0, count * groups);
    }
    return search.error();
  }

  /** E[x²] of a layer's inputs; none of them 0, for a short sample may have missed what matters. */
  private static float[] weights(InputMoments moments, String tensor, int inputs) {
    float[] weights = moments.means(tensor).orElseGet(() -> ones(inputs));
    double sum = 0;
    for (float w : weights) {
      sum += w;
    }
    float least = (float) (UNSEEN * sum / inputs);
    for (int i = 0; i < inputs; i++) {
      weights[i] += least;
    }
    return weights;
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static void copy(String name, StoredTensor tensor, ShardedWriter writer)
      throws IOException {
    float[] piece = new float[(int) Math.min(PIECE, tensor.size())];
    for (long from = 0; from < tensor.size(); from += piece.length) {
      int count = (int) Math.min(piece.length, tensor.size() - from);
      tensor.floats(from, piece, 0, count);
      writer.write(name, piece, 0, count);
    }
  }

  /** Writes, or writes anew, {@code config.json} for a threshold. */
  void config(Path directory, float k) throws IOException {
    ObjectNode config = source.config(ObjectNode.class).deepCopy();
    // It tells of a model that is rounded when it is opened, which this one is not.
    config.remove("spiking");
    config.put("quantization", W8aSpikeConfig.QUANTIZATION);
    config.put("spike_k", k);
    config.put("w_group_size", layout.groupSize());
    config.put("down_proj_spiking", true);
    Files.writeString(
        directory.resolve("config.json"),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(config) + "\n",
        StandardCharsets.UTF_8);
  }
}
