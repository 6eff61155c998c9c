package io.corpuscle.bench;

import io.corpuscle.engine.kernel.WeightRows;
import io.corpuscle.engine.tensor.FloatMatrix;
import java.util.Random;

/**
 * Numbers for products whose results nobody looks at: a few random rows, repeated.
 *
 * @param outputs rows of the matrix
 * @param inputs their length
 */
public record RandomRows(int outputs, int inputs) implements WeightRows {
  private static final int DISTINCT = 1 << 12;

  /** {@code [rows, cols]} with σ = 0.3. */
  public static FloatMatrix matrix(int rows, int cols, long seed) {
    Random random = new Random(seed);
    FloatMatrix matrix = FloatMatrix.zeros(rows, cols);
    for (int i = 0; i < matrix.array().length; i++) {
      matrix.array()[i] = 0.3f * (float) random.nextGaussian();
    }
    return matrix;
  }

  @Override
  public void read(int output, float[] target, int at) {
    Random random = new Random(output % DISTINCT);
    for (int i = 0; i < inputs; i++) {
      target[at + i] = random.nextFloat() - 0.5f;
    }
  }
}
