package io.corpuscle.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.tensor.FloatMatrix;

/**
 * How results are compared. Finite numbers are demanded first: NaN equals NaN in array comparisons,
 * so two poisoned results would agree.
 */
public final class Agreement {
  /** The distance from 1 to the next float. */
  private static final double EPSILON = Math.ulp(1f);

  private Agreement() {}

  /**
   * Demands that {@code actual} is {@code expected} up to rounding: within {@code 4·ε·√length·M},
   * element by element. A wrong term misses this by orders of magnitude.
   *
   * @param magnitude M, the same result with the absolute value of every term in place of the term
   * @param length how many terms, or roundings of one term, add up
   */
  public static void agree(
      FloatMatrix actual, FloatMatrix expected, FloatMatrix magnitude, double length) {
    assertFinite(actual);
    assertFinite(expected);
    assertThat(actual).hasToString(expected.toString());
    for (int r = 0; r < expected.rows(); r++) {
      for (int c = 0; c < expected.cols(); c++) {
        double tolerance =
            4 * EPSILON * Math.sqrt(length) * magnitude.get(r, c) + 100 * Float.MIN_NORMAL;
        double difference = Math.abs((double) actual.get(r, c) - expected.get(r, c));
        if (difference > tolerance) {
          assertThat(actual.get(r, c))
              .as("(%d, %d) of %s is off by %s, more than %s", r, c, actual, difference, tolerance)
              .isEqualTo(expected.get(r, c));
        }
      }
    }
  }

  /** Demands the same bits. */
  public static void identical(FloatMatrix actual, FloatMatrix expected) {
    assertFinite(actual);
    assertThat(actual).hasToString(expected.toString());
    for (int r = 0; r < expected.rows(); r++) {
      for (int c = 0; c < expected.cols(); c++) {
        if (actual.get(r, c) != expected.get(r, c)) {
          assertThat(actual.get(r, c))
              .as("(%d, %d) of %s", r, c, actual)
              .isEqualTo(expected.get(r, c));
        }
      }
    }
  }

  /** Demands that what surrounds a {@link Samples#strided} matrix is as it was. */
  public static void surroundingsUntouched(FloatMatrix strided) {
    int numbers = 0;
    for (float value : strided.array()) {
      numbers += Float.isNaN(value) ? 0 : 1;
    }
    assertThat(numbers).isEqualTo(strided.rows() * strided.cols());
  }

  private static void assertFinite(FloatMatrix x) {
    for (int r = 0; r < x.rows(); r++) {
      for (int c = 0; c < x.cols(); c++) {
        if (!Float.isFinite(x.get(r, c))) {
          assertThat(x.get(r, c)).as("(%d, %d) of %s", r, c, x).isFinite();
        }
      }
    }
  }
}
