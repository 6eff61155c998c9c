package io.corpuscle.engine.quantization;

import io.corpuscle.engine.checkpoint.safetensors.ShardedWriter;
import java.util.List;
import java.util.Optional;

/**
 * How a checkpoint is quantised.
 *
 * @param thresholds values of k of the adaptive threshold to try; where there is one, it is taken
 * @param groupSize inputs that share a scale; if empty, 128, or 64 where that does not divide all
 * @param granularity whether groups have scales of their own
 * @param rule how scales are found
 * @param shardBytes what a file of weights holds at most
 */
public record QuantizationOptions(
    List<Float> thresholds,
    Optional<Integer> groupSize,
    Granularity granularity,
    ScaleRule rule,
    long shardBytes) {
  /** What is tried unless told otherwise: from sparse to accurate. */
  public static final List<Float> DEFAULT_THRESHOLDS = List.of(2f, 2.5f, 3f, 3.5f, 4f);

  public QuantizationOptions {
    thresholds = thresholds.stream().distinct().sorted().toList();
    if (thresholds.isEmpty() || thresholds.stream().anyMatch(k -> !(k > 0))) {
      throw new QuantizationException(
          "k is to be one of " + thresholds + ", and thresholds need it above 0. Try 2 to 4.");
    }
  }

  /** A search for the scale of every group, and all of {@link #DEFAULT_THRESHOLDS} tried. */
  public static QuantizationOptions defaults() {
    return new QuantizationOptions(
        DEFAULT_THRESHOLDS,
        Optional.empty(),
        Granularity.GROUP,
        ScaleRule.SEARCH,
        ShardedWriter.DEFAULT_SHARD_BYTES);
  }
}
