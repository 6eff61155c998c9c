package io.corpuscle.engine.kernel;

/**
 * The adaptive threshold of spiking layers (SpikingBrain, arXiv 2509.05276), a number a token:
 *
 * <pre>
 *   V = clamp(mean|x| / k, 1e-5, 1e4)        s = round(x / V), half to even
 * </pre>
 *
 * and {@code x ≈ V·s}. As neurons: each input channel integrates x without leak and fires at V with
 * a soft reset; s is how often, and negative for inhibition.
 *
 * <p>The sum of |x| has one order for all kernels, so that all give the same counts: {@value
 * #LANES} sums of every {@value #LANES}th channel, which are then added in halves.
 */
public final class SpikeThreshold {
  /** How many sums are taken side by side: a multiple of every vector's length. */
  public static final int LANES = 64;

  private static final float LEAST = 1e-5f;
  private static final float MOST = 1e4f;

  private SpikeThreshold() {}

  /** V of {@code count} channels from {@code at} on. */
  public static float of(float[] x, int at, int count, float k) {
    float[] sums = new float[LANES];
    for (int i = 0; i < count; i++) {
      sums[i % LANES] += Math.abs(x[at + i]);
    }
    return ofSums(sums, 0, count, k);
  }

  /**
   * V of {@code count} channels.
   *
   * @param sums Σ|x| over every {@value #LANES}th channel, {@value #LANES} numbers from {@code at}
   *     on; overwritten
   */
  public static float ofSums(float[] sums, int at, int count, float k) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int i = at; i < at + half; i++) {
        sums[i] += sums[i + half];
      }
    }
    return ofSum(sums[at], count, k);
  }

  /** V of {@code count} channels whose magnitudes sum up to {@code sum}. */
  public static float ofSum(float sum, int count, float k) {
    return Math.min(Math.max(sum / count / k, LEAST), MOST);
  }

  /** How often a channel fires: {@code round(x / V)}. */
  public static float count(float x, float threshold) {
    return (float) Math.rint(x / threshold);
  }
}
