package io.corpuscle.engine.quantization;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.List;

/**
 * What a reading with one k gave.
 *
 * @param k of the adaptive threshold
 * @param bitsPerByte of the passages held out
 * @param spikes how often channels fired
 */
public record ThresholdTrial(
    @JsonProperty("k") float k,
    @JsonProperty("bitsPerByte") double bitsPerByte,
    @JsonProperty("spikes") SpikeFigures spikes) {
  /** How many bits per byte fewer spikes may cost. */
  public static final double TOLERANCE = 0.01;

  /**
   * The sparsest that costs hardly more than the best: of the trials within {@value #TOLERANCE}
   * bits per byte of the one with the fewest, that of the smallest k.
   */
  static ThresholdTrial choose(List<ThresholdTrial> trials) {
    double best = trials.stream().mapToDouble(ThresholdTrial::bitsPerByte).min().orElseThrow();
    return trials.stream()
        .filter(trial -> trial.bitsPerByte <= best + TOLERANCE)
        .min(Comparator.comparingDouble(ThresholdTrial::k))
        .orElseThrow();
  }
}
