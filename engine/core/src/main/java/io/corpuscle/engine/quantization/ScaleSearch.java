package io.corpuscle.engine.quantization;

/**
 * The scale with which weights that share it are rounded to INT8, so that their product with
 * typical inputs changes least:
 *
 * <pre>
 *   scale = max|w| / L        E(scale) = Σᵢ E[xᵢ²]·(wᵢ − scale·round(wᵢ / scale))²
 * </pre>
 *
 * with the L of least E among 127, slightly more, and quarter steps down to {@value #LEAST_LEVELS}.
 * L = 127 is what rounding without a search does, so no search is worse than that.
 *
 * <p>E is the expected squared error of the output if the inputs were uncorrelated: of their second
 * moments it takes the diagonal only, which costs a number an input to keep and no matrix to
 * invert. At eight bits the error left is so small that the choice of the scale, and not of single
 * roundings, is all there is to gain.
 *
 * <p>No weight is ever beyond ±127 scales: published code rounds without clipping, and would read
 * such a checkpoint differently from code that clips.
 */
final class ScaleSearch {
  /** The largest integer that weights are rounded to. */
  static final float LARGEST = Byte.MAX_VALUE;

  /** Below this, wider steps cost more than any luck with the rounding wins. */
  static final float LEAST_LEVELS = 112;

  /** Just under the half that would be rounded to 128, in floats too. */
  private static final float MOST_LEVELS = 127.49f;

  private static final float STEP = 0.25f;

  /** The scale of weights that are all zero: any does, but a division by it must not give NaN. */
  private static final float OF_ZEROS = 1;

  private ScaleSearch() {}

  /** {@code max|w| / 127}, of {@code count} weights from {@code at} on. */
  static float largest(float[] w, int at, int count) {
    return of(max(w, at, count), LARGEST);
  }

  private static float of(float max, float levels) {
    float scale = max / levels;
    return scale > 0 ? scale : OF_ZEROS;
  }

  private static float max(float[] w, int at, int count) {
    float max = 0;
    for (int i = at; i < at + count; i++) {
      max = Math.max(max, Math.abs(w[i]));
    }
    return max;
  }

  /**
   * The scale of least error.
   *
   * @param w {@code count} weights from {@code at} on
   * @param moments E[xᵢ²] of their inputs, from {@code momentsAt} on
   */
  static float best(float[] w, int at, int count, float[] moments, int momentsAt) {
    float max = max(w, at, count);
    float best = of(max, LARGEST);
    double least = error(w, at, count, moments, momentsAt, best);
    for (float levels = MOST_LEVELS; levels >= LEAST_LEVELS && least > 0; levels -= STEP) {
      float scale = of(max, levels);
      double error = error(w, at, count, moments, momentsAt, scale);
      if (error < least) {
        least = error;
        best = scale;
      }
    }
    return best;
  }

  /**
   * E of one scale.
   *
   * @param w {@code count} weights from {@code at} on
   * @param moments E[xᵢ²] of their inputs, from {@code momentsAt} on
   */
  static double error(float[] w, int at, int count, float[] moments, int momentsAt, float scale) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      float weight = w[at + i];
      // As readers round: the quotient in float32, then half to even.
      double rest = weight - scale * Math.rint(weight / scale);
      sum += moments[momentsAt + i] * rest * rest;
    }
    return sum;
  }
}
