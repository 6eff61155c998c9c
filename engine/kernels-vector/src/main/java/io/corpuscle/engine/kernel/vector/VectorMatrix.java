package io.corpuscle.engine.kernel.vector;

import static io.corpuscle.engine.kernel.vector.ProductTile.COLS;

import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.WeightRows;
import java.util.Arrays;

/**
 * W in panels of {@link ProductTile#COLS} outputs, {@code [⌈O / COLS⌉, I, COLS]}, and b, {@code [⌈O
 * / COLS⌉, COLS]}. What fills the last panel has weight 0 and bias {@link Lanes#NOTHING}, so that
 * it can stand in a softmax.
 */
final class VectorMatrix implements PackedMatrix {
  /** Panels that are multiplied with all rows before the next ones fit in this: half an L2. */
  private static final int BLOCK_BYTES = 512 << 10;

  private final int inputs;
  private final int outputs;
  private final float[] weights;
  private final float[] bias;

  VectorMatrix(WeightRows w, float[] bias) {
    this.inputs = w.inputs();
    this.outputs = w.outputs();
    this.weights = new float[Math.multiplyExact(panels(), inputs * COLS)];
    this.bias = Arrays.copyOf(bias, panels() * COLS);
    Arrays.fill(this.bias, outputs, this.bias.length, Lanes.NOTHING);
    float[] row = new float[inputs];
    for (int o = 0; o < outputs; o++) {
      w.read(o, row, 0);
      int at = panelAt(o / COLS) + o % COLS;
      for (int i = 0; i < inputs; i++) {
        weights[at + i * COLS] = row[i];
      }
    }
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public long bytes() {
    return (long) Float.BYTES * (weights.length + bias.length);
  }

  int panels() {
    return (outputs + COLS - 1) / COLS;
  }

  /** How many panels stay in the cache while all rows pass. */
  int panelsInCache() {
    return Math.max(1, BLOCK_BYTES / (Float.BYTES * COLS * Math.max(1, inputs)));
  }

  float[] weights() {
    return weights;
  }

  /** Where panel {@code p} begins in {@link #weights}. */
  int panelAt(int p) {
    return p * inputs * COLS;
  }

  /** The biases of panel {@code p} begin at {@code p · COLS}. */
  float[] bias() {
    return bias;
  }
}
