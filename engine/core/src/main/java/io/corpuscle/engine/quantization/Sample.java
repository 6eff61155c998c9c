package io.corpuscle.engine.quantization;

import java.util.ArrayList;
import java.util.List;

/**
 * Passages of the documents a model is to read: some show what its layers multiply, others, which
 * the scales have not seen, what rounding costs.
 */
public record Sample(List<Passage> calibration, List<Passage> heldOut) {
  /** Every how many passages one is held out. */
  private static final int HELD_OUT = 4;

  public Sample {
    calibration = List.copyOf(calibration);
    heldOut = List.copyOf(heldOut);
  }

  /**
   * Holds out every fourth passage.
   *
   * @throws QuantizationException if there are fewer than four
   */
  public static Sample of(List<Passage> passages) {
    if (passages.size() < HELD_OUT) {
      throw new QuantizationException(
          "The sample has "
              + passages.size()
              + " passages, and "
              + HELD_OUT
              + " are the least: three to calibrate with, one to hold out. Name a larger corpus,"
              + " or take shorter passages.");
    }
    List<Passage> calibration = new ArrayList<>();
    List<Passage> heldOut = new ArrayList<>();
    for (int p = 0; p < passages.size(); p++) {
      (p % HELD_OUT == HELD_OUT - 1 ? heldOut : calibration).add(passages.get(p));
    }
    return new Sample(calibration, heldOut);
  }

  static long tokens(List<Passage> passages) {
    return passages.stream().mapToLong(Passage::tokens).sum();
  }

  static long bytes(List<Passage> passages) {
    return passages.stream().mapToLong(Passage::bytes).sum();
  }
}
