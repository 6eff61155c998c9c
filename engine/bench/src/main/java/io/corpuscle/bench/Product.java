package io.corpuscle.bench;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.onednn.OnednnKernels;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;

/**
 * Matrix products and nothing else, one weight matrix after the other, all with the same number of
 * rows. A step multiplies each once, counted in operations. For one thread; the weights are shared.
 */
public final class Product implements Steps {
  private final Kernels kernels;
  private final Part part;
  private final List<PackedMatrix> weights;
  private final List<Operand> inputs = new ArrayList<>();
  private final List<FloatMatrix> outputs = new ArrayList<>();
  private final Workspace workspace = Workspace.create();
  private final long operations;

  /** What of a product is done. */
  public enum Part {
    /** All of {@link Kernels#project}. */
    WHOLE,
    /** What a native library does of it, where one does: its sums stay in the cache. */
    NATIVE
  }

  /**
   * @param rows T
   */
  public Product(Kernels kernels, Part part, int rows, List<PackedMatrix> weights) {
    this.kernels = kernels;
    this.part = part;
    this.weights = List.copyOf(weights);
    // Never closed: operands and outputs are this object's.
    Workspace.Frame frame = workspace.open();
    long sum = 0;
    for (PackedMatrix w : weights) {
      inputs.add(input(rows, w, frame));
      outputs.add(output(rows, w, frame));
      sum += 2L * rows * w.inputs() * w.outputs();
    }
    operations = sum;
  }

  /** Matrices with inputs in common take the same operand, as a layer's do. */
  private Operand input(int rows, PackedMatrix w, Workspace.Frame frame) {
    for (Operand known : inputs) {
      if (known.cols() == w.inputs() && known.format().precision() == w.precision()) {
        return known;
      }
    }
    Operand operand = kernels.operand(rows, w.inputs(), OperandFormat.of(w.precision()), frame);
    kernels.load(RandomRows.matrix(rows, w.inputs(), 1), operand);
    return operand;
  }

  private FloatMatrix output(int rows, PackedMatrix w, Workspace.Frame frame) {
    for (FloatMatrix known : outputs) {
      if (known.cols() == w.outputs()) {
        return known;
      }
    }
    return frame.matrix(rows, w.outputs());
  }

  @Override
  public long next() {
    for (int i = 0; i < weights.size(); i++) {
      if (part == Part.NATIVE && kernels instanceof OnednnKernels onednn) {
        onednn.multiply(inputs.get(i), weights.get(i));
      } else {
        kernels.project(inputs.get(i), weights.get(i), outputs.get(i), workspace);
      }
    }
    return operations;
  }
}
