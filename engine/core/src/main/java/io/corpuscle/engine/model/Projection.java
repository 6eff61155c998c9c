package io.corpuscle.engine.model;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.WeightRows;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;

/** {@code y = x·Wᵀ + b}, with weights packed once for the kernels that multiply them. */
public final class Projection {
  private final Kernels kernels;
  private final PackedMatrix weights;

  /**
   * @param w {@code [O, I]}
   * @param bias {@code [O]}; zeros where the layer has none
   */
  public Projection(Kernels kernels, WeightRows w, float[] bias) {
    this.kernels = kernels;
    this.weights = kernels.pack(w, bias);
  }

  /** W and b as the kernels hold them. */
  PackedMatrix weights() {
    return weights;
  }

  /** Size of the weights in memory. */
  public long bytes() {
    return weights.bytes();
  }

  /**
   * Multiplies into {@code y}.
   *
   * @param x {@code [T, I]}
   * @param y {@code [T, O]}, overwritten
   */
  public void into(FloatMatrix x, FloatMatrix y, Workspace workspace) {
    kernels.project(x, weights, y, workspace);
  }

  /**
   * As {@link #into}, into scratch of the frame.
   *
   * @param x {@code [T, I]}
   * @return {@code [T, O]}, valid until the frame closes
   */
  public FloatMatrix of(FloatMatrix x, Workspace.Frame frame, Workspace workspace) {
    FloatMatrix y = frame.matrix(x.rows(), weights.outputs());
    into(x, y, workspace);
    return y;
  }
}
