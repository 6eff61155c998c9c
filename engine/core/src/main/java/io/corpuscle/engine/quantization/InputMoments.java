package io.corpuscle.engine.quantization;

import io.corpuscle.engine.tensor.FloatMatrix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The second moments E[xᵢ²] of what linear layers multiply, over all rows that went through them:
 * how much an error in the weights of input i weighs. Layers that share their input share its
 * moments. For one thread.
 */
final class InputMoments {
  private final Map<String, Sums> byTensor = new HashMap<>();

  /** Σ x² of the inputs of one product. */
  static final class Sums {
    private final double[] squares;
    private long rows;

    private Sums(int inputs) {
      squares = new double[inputs];
    }

    /**
     * Adds the rows that are about to be multiplied.
     *
     * @param x {@code [T, I]}
     */
    void add(FloatMatrix x) {
      for (int t = 0; t < x.rows(); t++) {
        int at = x.at(t);
        for (int i = 0; i < squares.length; i++) {
          double xi = x.array()[at + i];
          squares[i] += xi * xi;
        }
      }
      rows += x.rows();
    }

    private float[] means() {
      float[] means = new float[squares.length];
      for (int i = 0; i < means.length; i++) {
        means[i] = (float) (squares[i] / rows);
      }
      return means;
    }
  }

  /** Begins the sums of a product whose weights are of these tensors, one above the other. */
  Sums of(List<String> tensors, int inputs) {
    Sums sums = new Sums(inputs);
    tensors.forEach(tensor -> byTensor.put(tensor, sums));
    return sums;
  }

  /**
   * E[xᵢ²] of what a weight matrix multiplies, {@code [I]}; empty if nothing went through it.
   *
   * @param tensor the name of the matrix
   */
  Optional<float[]> means(String tensor) {
    return Optional.ofNullable(byTensor.get(tensor)).filter(s -> s.rows > 0).map(Sums::means);
  }
}
