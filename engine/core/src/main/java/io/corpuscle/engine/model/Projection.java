package io.corpuscle.engine.model;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.QuantizedRows;
import io.corpuscle.engine.kernel.RowSelection;
import io.corpuscle.engine.kernel.WeightRows;
import io.corpuscle.engine.spike.SpikeTally;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.List;

/** {@code y = x·Wᵀ + b}, with weights packed once for the kernels that multiply them. */
public final class Projection {
  private final Kernels kernels;
  private final OperandFormat format;
  private final PackedMatrix weights;
  private final List<LinearLayer> layers;

  /**
   * @param w {@code [O, I]}
   * @param bias {@code [O]}; zeros where the layer has none
   * @param format what the inputs are; the weights are rounded to match
   * @param layers the linear layers this is, whose input is one
   */
  public Projection(
      Kernels kernels, WeightRows w, float[] bias, OperandFormat format, List<LinearLayer> layers) {
    this(kernels, kernels.pack(w, bias, format.precision()), format, layers);
  }

  /**
   * @param w {@code [O, I]}, integers
   * @param bias {@code [O]}; zeros where the layer has none
   * @param format what the inputs are: integers too
   * @param layers the linear layers this is, whose input is one
   */
  public Projection(
      Kernels kernels,
      QuantizedRows w,
      float[] bias,
      OperandFormat format,
      List<LinearLayer> layers) {
    this(kernels, kernels.pack(w, bias), format, layers);
  }

  private Projection(
      Kernels kernels, PackedMatrix weights, OperandFormat format, List<LinearLayer> layers) {
    this.kernels = kernels;
    this.weights = weights;
    this.format = format;
    this.layers = List.copyOf(layers);
  }

  /** The linear layers this is. */
  public List<LinearLayer> layers() {
    return layers;
  }

  /**
   * Counts the spikes that rows {@code from …} of an operand give these layers.
   *
   * @param x an operand of this projection, of {@link Precision#SPIKING}
   * @param tally added to, once however many layers there are
   */
  public void tally(Operand x, int from, int rows, SpikeTally tally) {
    kernels.tally(x, from, rows, tally);
  }

  /**
   * Reads the spike counts that a row of an operand gives these layers.
   *
   * @param x an operand of this projection, of {@link Precision#SPIKING}
   * @param counts {@code [I]}, overwritten
   */
  public void counts(Operand x, int row, int[] counts) {
    kernels.counts(x, row, counts);
  }

  /** W and b as the kernels hold them. */
  public PackedMatrix weights() {
    return weights;
  }

  /** What is multiplied: the operands this takes. */
  public OperandFormat format() {
    return format;
  }

  /** Size of the weights in memory. */
  public long bytes() {
    return weights.bytes();
  }

  /** Gives the memory of the weights back; nothing must be multiplied by them after it. */
  public void release() {
    weights.release();
  }

  /**
   * Rows as this projection's operand.
   *
   * @param x {@code [T, I]}, not to change before the operand was multiplied
   * @return {@code [T, I]}, valid until the frame closes
   */
  public Operand operand(FloatMatrix x, Workspace.Frame frame) {
    Operand operand = kernels.operand(x.rows(), x.cols(), format, frame);
    kernels.load(x, operand);
    return operand;
  }

  /**
   * Some rows of an operand of this projection, as they are.
   *
   * @param x {@code [T, I]}
   * @return {@code [rows.count(), I]}, valid until the frame closes
   */
  public Operand select(Operand x, RowSelection rows, Workspace.Frame frame) {
    Operand some = kernels.operand(rows.count(), x.cols(), format, frame);
    kernels.select(x, rows, some);
    return some;
  }

  /**
   * Multiplies into {@code y}.
   *
   * @param x {@code [T, I]}
   * @param y {@code [T, O]}, overwritten
   */
  public void into(Operand x, FloatMatrix y, Workspace workspace) {
    kernels.project(x, weights, y, workspace);
  }

  /**
   * Multiplies and adds to {@code y}.
   *
   * @param x {@code [T, I]}
   * @param y {@code [T, O]}, added to
   */
  public void onto(Operand x, FloatMatrix y, Workspace workspace) {
    onto(x, new RowSelection.All(x.rows()), y, workspace);
  }

  /**
   * Multiplies some rows and adds to those of {@code y}, each by what it counts for.
   *
   * @param x {@code [rows.count(), I]}
   * @param y {@code [T, O]}, added to
   */
  public void onto(Operand x, RowSelection rows, FloatMatrix y, Workspace workspace) {
    kernels.projectOnto(x, weights, rows, y, workspace);
  }

  /**
   * As {@link #into}, into scratch of the frame.
   *
   * @param x {@code [T, I]}
   * @return {@code [T, O]}, valid until the frame closes
   */
  public FloatMatrix of(Operand x, Workspace.Frame frame, Workspace workspace) {
    FloatMatrix y = frame.matrix(x.rows(), weights.outputs());
    into(x, y, workspace);
    return y;
  }
}
