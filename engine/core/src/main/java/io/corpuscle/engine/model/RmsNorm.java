package io.corpuscle.engine.model;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.tensor.FloatMatrix;

/** {@code y = gain ⊙ x / sqrt(mean(x²) + ε)} over rows as wide as the gain. */
public final class RmsNorm {
  private final Kernels kernels;
  private final float[] gain;
  private final float epsilon;

  /**
   * @param gain {@code [D]}
   */
  public RmsNorm(Kernels kernels, float[] gain, float epsilon) {
    this.kernels = kernels;
    this.gain = gain.clone();
    this.epsilon = epsilon;
  }

  /**
   * Normalises every row of {@code x}.
   *
   * @param x {@code [T, D]}
   * @param y {@code [T, D]}, overwritten; may be {@code x}
   */
  public void into(FloatMatrix x, FloatMatrix y) {
    kernels.rmsNorm(x, gain, epsilon, y);
  }
}
