package io.corpuscle.engine.model;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;

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

  /**
   * The normalised rows as the operand of the products that follow.
   *
   * @param x {@code [T, D]}
   * @return {@code [T, D]}, valid until the frame closes
   */
  public Operand operand(FloatMatrix x, OperandFormat format, Workspace.Frame frame) {
    Operand y = kernels.operand(x.rows(), x.cols(), format, frame);
    kernels.rmsNorm(x, gain, epsilon, y);
    return y;
  }
}
