package io.corpuscle.engine.quantization;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ElementType;
import io.corpuscle.engine.checkpoint.StoredTensor;
import io.corpuscle.engine.checkpoint.safetensors.SafetensorsWriter.Declared;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What becomes of the tensors of a floating-point checkpoint in a W8ASpike one. Matrices of blocks
 * named {@code ..._proj} keep their weights and are given scales; the two of a low-rank decay
 * become one; all others are copied, the embeddings and the head among them.
 *
 * @param linear the layers that are given scales, by name
 * @param copied the other tensors, under the name they are to have
 */
record W8aSpikeLayout(List<ScaledLayer> linear, Map<String, StoredTensor> copied, int groupSize) {
  /** Group sizes to choose from, as kernels multiply them; the published one first. */
  private static final List<Integer> GROUP_SIZES = List.of(128, 64);

  private static final Pattern LINEAR =
      Pattern.compile("(model\\.layers\\.\\d+\\..*_proj)\\.weight");

  private static final Pattern DECAY =
      Pattern.compile("(model\\.layers\\.\\d+\\..*gk_proj)\\.([01])\\.(weight|bias)");

  /**
   * Sorts the tensors of a checkpoint.
   *
   * @param groupSize inputs that are to share a scale; if empty, the published 128 or else 64
   * @throws QuantizationException if it is quantised already, has no such layers, or the width of
   *     one is no multiple of the group size
   */
  static W8aSpikeLayout of(Checkpoint source, Optional<Integer> groupSize) {
    if (source.w8aSpike().isPresent()) {
      throw new QuantizationException(
          source.directory() + " is W8ASpike already. Quantise the checkpoint it was made from.");
    }
    List<ScaledLayer> linear = new ArrayList<>();
    Map<String, StoredTensor> copied = new TreeMap<>();
    for (StoredTensor tensor : new TreeMap<>(source.tensors()).values()) {
      Matcher decay = DECAY.matcher(tensor.name());
      Matcher layer = LINEAR.matcher(tensor.name());
      if (decay.matches()) {
        if (decay.group(3).equals("bias")) {
          copied.put(decay.group(1) + ".bias", tensor);
        } else if (decay.group(2).equals("1")) {
          linear.add(decay(decay.group(1), tensor, source));
        }
      } else if (layer.matches() && tensor.shape().size() == 2) {
        linear.add(layer(layer.group(1), tensor, source));
      } else {
        copied.put(tensor.name(), tensor);
      }
    }
    if (linear.isEmpty()) {
      throw new QuantizationException(
          source.directory()
              + " has no matrices model.layers.N....._proj.weight to quantise; its model_type is '"
              + source.modelType()
              + "'.");
    }
    return new W8aSpikeLayout(linear, copied, groupSize(linear, groupSize));
  }

  private static ScaledLayer decay(String name, StoredTensor outer, Checkpoint source) {
    DecayRows rows = new DecayRows(outer, source.tensor(name + ".0.weight"));
    // A product of two bfloat16 numbers has more digits than one.
    return new ScaledLayer(name, rows, ElementType.F32);
  }

  private static ScaledLayer layer(String name, StoredTensor tensor, Checkpoint source) {
    int outputs = Math.toIntExact(tensor.shape().get(0));
    int inputs = Math.toIntExact(tensor.shape().get(1));
    return new ScaledLayer(
        name, source.matrix(tensor.name(), outputs, inputs), tensor.type().written());
  }

  private static int groupSize(List<ScaledLayer> layers, Optional<Integer> asked) {
    Optional<Integer> fits =
        GROUP_SIZES.stream()
            .filter(size -> layers.stream().allMatch(l -> l.weights().inputs() % size == 0))
            .findFirst();
    int size = asked.or(() -> fits).orElse(GROUP_SIZES.get(GROUP_SIZES.size() - 1));
    for (ScaledLayer layer : layers) {
      if (!GROUP_SIZES.contains(size) || layer.weights().inputs() % size != 0) {
        throw new QuantizationException(
            String.format(
                Locale.ROOT,
                "%s has %,d inputs, which %s groups of %d. %s",
                layer.name(),
                layer.weights().inputs(),
                layer.weights().inputs() % size == 0 ? "kernels do not multiply in" : "are no",
                size,
                fits.map(f -> "Groups of " + f + " fit all layers.")
                    .orElse(
                        "No size that kernels multiply (" + GROUP_SIZES + ") fits all layers.")));
      }
    }
    return size;
  }

  /** All tensors of the new checkpoint: block after block, as shards should have them. */
  List<Declared> tensors() {
    Map<String, Declared> byName = new TreeMap<>();
    for (ScaledLayer layer : linear) {
      long outputs = layer.weights().outputs();
      long inputs = layer.weights().inputs();
      byName.put(
          layer.weightName(),
          new Declared(layer.weightName(), layer.type(), List.of(outputs, inputs)));
      byName.put(
          layer.scalesName(),
          new Declared(
              layer.scalesName(), ElementType.F32, List.of(outputs, inputs / groupSize, 1L)));
    }
    copied.forEach(
        (name, tensor) ->
            byName.put(name, new Declared(name, tensor.type().written(), tensor.shape())));
    return List.copyOf(byName.values());
  }
}
