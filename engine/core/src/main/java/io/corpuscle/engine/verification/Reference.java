package io.corpuscle.engine.verification;

import io.corpuscle.engine.checkpoint.CheckpointException;
import io.corpuscle.engine.checkpoint.StoredTensor;
import io.corpuscle.engine.checkpoint.safetensors.SafetensorsFile;
import io.corpuscle.engine.kernel.Precision;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a reference file holds.
 *
 * @param ids the tokens
 * @param nll −log p of the next token, at every position but the last
 * @param rows positions of the logits
 * @param logits {@code [rows, V]}
 * @param spikes those of {@link #SPIKE_STATISTICS} it holds
 * @param expertCounts {@code [layers, experts]}, how many tokens and sinks went to each
 */
record Reference(
    List<Integer> ids,
    StoredTensor nll,
    List<Integer> rows,
    Optional<StoredTensor> logits,
    Map<String, Double> spikes,
    Optional<StoredTensor> expertCounts) {

  /** What a file may hold about spikes, over the inputs of all spiking layers. */
  static final List<String> SPIKE_STATISTICS =
      List.of("spikes_per_channel", "silent_fraction", "within7_fraction");

  /** Opens a file for a model that is read in {@code precision}. */
  static Reference open(Path file, Precision precision) {
    Map<String, StoredTensor> tensors = SafetensorsFile.open(file);
    List<String> names =
        List.of("nll", precision == Precision.SPIKING ? "nll.spiking" : "nll.float");
    Optional<StoredTensor> nll =
        names.stream().map(tensors::get).filter(Objects::nonNull).findFirst();
    Optional<StoredTensor> ids = Optional.ofNullable(tensors.get("input_ids"));
    Optional<StoredTensor> rows = Optional.ofNullable(tensors.get("rows"));
    Optional<StoredTensor> logits = Optional.ofNullable(tensors.get("logits"));
    if (ids.isEmpty() || nll.isEmpty() || (logits.isPresent() && rows.isEmpty())) {
      throw new CheckpointException(
          file
              + " holds "
              + tensors.keySet()
              + "; input_ids, one of "
              + names
              + ", and rows where there are logits are needed to verify in "
              + precision.key());
    }
    return new Reference(
        integers(ids.get()),
        nll.get(),
        rows.map(Reference::integers).orElse(List.of()),
        logits,
        spikes(tensors),
        Optional.ofNullable(tensors.get("expert_counts_with_sinks")));
  }

  private static Map<String, Double> spikes(Map<String, StoredTensor> tensors) {
    Map<String, Double> spikes = new LinkedHashMap<>();
    for (String name : SPIKE_STATISTICS) {
      if (tensors.containsKey(name)) {
        spikes.put(name, (double) tensors.get(name).floats()[0]);
      }
    }
    return spikes;
  }

  private static List<Integer> integers(StoredTensor tensor) {
    return Arrays.stream(tensor.longs()).mapToObj(Math::toIntExact).toList();
  }
}
