package io.corpuscle.engine.quantization;

import java.util.Arrays;

/**
 * Finds the scales of a layer's rows, one after the other, and adds up what rounding with them
 * costs. For one thread.
 */
final class RowScales {
  private final ScaleRule rule;
  private final Granularity granularity;
  private final int groupSize;
  private final float[] moments;
  private double error;
  private double errorOfLargest;

  /**
   * @param moments E[xᵢ²] of the layer's inputs, {@code [I]}
   */
  RowScales(ScaleRule rule, Granularity granularity, int groupSize, float[] moments) {
    this.rule = rule;
    this.granularity = granularity;
    this.groupSize = groupSize;
    this.moments = moments;
  }

  /**
   * The scales of one output channel.
   *
   * @param w its weights, {@code [I]} from {@code at} on
   * @param scales {@code [I / groupSize]} from {@code scalesAt} on, overwritten
   */
  void of(float[] w, int at, float[] scales, int scalesAt) {
    int inputs = moments.length;
    int shared = granularity == Granularity.GROUP ? groupSize : inputs;
    for (int first = 0; first < inputs; first += shared) {
      float largest = ScaleSearch.largest(w, at + first, shared);
      float scale =
          rule == ScaleRule.LARGEST
              ? largest
              : ScaleSearch.best(w, at + first, shared, moments, first);
      error += ScaleSearch.error(w, at + first, shared, moments, first, scale);
      errorOfLargest += ScaleSearch.error(w, at + first, shared, moments, first, largest);
      int group = scalesAt + first / groupSize;
      Arrays.fill(scales, group, group + shared / groupSize, scale);
    }
  }

  /**
   * The rows so far: the expected squared error of their outputs, and the same without a search.
   */
  OutputError error() {
    return new OutputError(error, errorOfLargest);
  }
}
