package io.corpuscle.engine.generation;

import io.corpuscle.engine.tensor.FloatMatrix;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A draw from the k likeliest tokens, at a temperature τ:
 *
 * <pre>
 *   P(v) = exp(zᵥ / τ) / Σᵤ exp(zᵤ / τ)        u, v among the k largest z
 * </pre>
 *
 * <p>The same seed draws the same tokens from the same logits, on every machine. Of equal logits
 * the smaller ids are among the k.
 */
public final class TopK implements Sampler {
  private final double temperature;
  private final int k;
  private final SplittableRandom random;

  /** The likeliest so far, a heap whose root is the least likely of them. */
  private final float[] z;

  private final int[] ids;
  private final double[] weights;
  private int size;

  /**
   * @param k how many tokens may come next, at least 1; of a smaller vocabulary, all
   * @param temperature τ, above 0: below 1 the likely become likelier, above 1 less so
   * @param seed of the draws
   */
  public TopK(int k, double temperature, long seed) {
    if (k < 1) {
      throw new IllegalArgumentException("k is " + k + ". At least one token must be left.");
    }
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "temperature is %s and must be above 0 and finite. At 0 it would be Greedy.",
              temperature));
    }
    this.k = k;
    this.temperature = temperature;
    this.random = new SplittableRandom(seed);
    this.z = new float[k];
    this.ids = new int[k];
    this.weights = new double[k];
  }

  @Override
  public int next(FloatMatrix logits, int row) {
    keepLargest(logits, row);
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      largest = Math.max(largest, z[i]);
    }
    double sum = 0;
    for (int i = 0; i < size; i++) {
      // StrictMath gives the same bits on every machine, and with them the same tokens.
      weights[i] = StrictMath.exp((z[i] - largest) / temperature);
      sum += weights[i];
    }
    if (!(sum > 0)) {
      throw new IllegalStateException(
          "the largest of "
              + logits.cols()
              + " logits is not a finite number: no token can be drawn");
    }
    return draw(random.nextDouble() * sum);
  }

  /** The token on whose share of the sum {@code point} falls. */
  private int draw(double point) {
    int last = 0;
    for (int i = 0; i < size; i++) {
      if (weights[i] > 0) {
        last = i;
        if (point < weights[i]) {
          break;
        }
      }
      point -= weights[i];
    }
    // Rounding can leave the point beyond the last share.
    return ids[last];
  }

  private void keepLargest(FloatMatrix logits, int row) {
    float[] all = logits.array();
    int at = logits.at(row);
    size = 0;
    for (int v = 0; v < logits.cols(); v++) {
      float zv = all[at + v];
      if (size < k && !Float.isNaN(zv)) {
        rise(size++, zv, v);
      } else if (size == k && zv > z[0]) {
        sink(zv, v);
      }
    }
  }

  /** Puts a token at the heap's end, and moves it up to where it belongs. */
  private void rise(int end, float zv, int v) {
    int i = end;
    while (i > 0 && lessLikely(zv, v, (i - 1) / 2)) {
      move((i - 1) / 2, i);
      i = (i - 1) / 2;
    }
    z[i] = zv;
    ids[i] = v;
  }

  /** Puts a token in the root's place, and moves it down to where it belongs. */
  private void sink(float zv, int v) {
    int i = 0;
    for (int child = 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && lessLikely(z[child + 1], ids[child + 1], child)) {
        child++;
      }
      if (lessLikely(zv, v, child)) {
        break;
      }
      move(child, i);
      i = child;
    }
    z[i] = zv;
    ids[i] = v;
  }

  private boolean lessLikely(float zv, int v, int i) {
    return zv < z[i] || (zv == z[i] && v > ids[i]);
  }

  private void move(int from, int to) {
    z[to] = z[from];
    ids[to] = ids[from];
  }
}
