package io.corpuscle.engine.kernel.vector;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.WeightRows;
import io.corpuscle.engine.state.RecurrentState;
import io.corpuscle.engine.state.WindowState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;

/**
 * All kernels in the Vector API, in float32. The same bits whether interpreted or compiled, from
 * the first call on, for one width of vector; products have the same bits for every width.
 */
public final class VectorKernels implements Kernels {

  @Override
  public String name() {
    return VectorProvider.NAME;
  }

  /** Sums over lanes depend on how many there are. */
  @Override
  public String instructionSet() {
    return Lanes.LENGTH * Float.SIZE + "-bit";
  }

  @Override
  public PackedMatrix pack(WeightRows w, float[] bias) {
    return new VectorMatrix(w, bias);
  }

  @Override
  public void project(FloatMatrix x, PackedMatrix w, FloatMatrix y, Workspace workspace) {
    Projection.project(x, (VectorMatrix) w, y, workspace);
  }

  @Override
  public void rmsNorm(FloatMatrix x, float[] gain, float epsilon, FloatMatrix y) {
    Elementwise.rmsNorm(x, gain, epsilon, y);
  }

  @Override
  public void relu(FloatMatrix x) {
    Elementwise.relu(x);
  }

  @Override
  public void logDecay(FloatMatrix x, float divisor) {
    Elementwise.logDecay(x, divisor);
  }

  @Override
  public void add(FloatMatrix x, FloatMatrix y) {
    Elementwise.add(x, y);
  }

  @Override
  public void swiGlu(FloatMatrix gate, FloatMatrix up, FloatMatrix y) {
    Elementwise.swiGlu(gate, up, y);
  }

  @Override
  public void rotate(FloatMatrix cos, FloatMatrix sin, FloatMatrix x) {
    Elementwise.rotate(cos, sin, x);
  }

  @Override
  public void gatedLinearScan(
      FloatMatrix q,
      FloatMatrix k,
      FloatMatrix v,
      FloatMatrix logDecay,
      RecurrentState state,
      FloatMatrix o,
      Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      new GatedLinearScan(state, q.cols(), frame).run(q, k, v, logDecay, state, o);
    }
  }

  @Override
  public void windowAttention(
      FloatMatrix q,
      FloatMatrix k,
      FloatMatrix v,
      WindowState state,
      FloatMatrix o,
      Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      new WindowAttention(state, q.cols(), frame).run(q, k, v, o);
    }
  }

  @Override
  public void surprisal(
      FloatMatrix x, PackedMatrix head, int[] targets, float[] nll, Workspace workspace) {
    surprisalAndEntropy(x, head, targets, nll, new float[x.rows()], workspace);
  }

  @Override
  public void surprisalAndEntropy(
      FloatMatrix x,
      PackedMatrix head,
      int[] targets,
      float[] nll,
      float[] entropy,
      Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      new Surprisal(x, (VectorMatrix) head, frame).run(targets, nll, entropy);
    }
  }
}
