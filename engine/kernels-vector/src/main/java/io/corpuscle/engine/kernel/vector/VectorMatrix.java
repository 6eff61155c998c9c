package io.corpuscle.engine.kernel.vector;

import static io.corpuscle.engine.kernel.vector.ProductTile.COLS;

import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.QuantizedRows;
import io.corpuscle.engine.kernel.WeightRows;
import io.corpuscle.engine.tensor.Bfloat16;
import java.util.Arrays;

/**
 * W in panels of {@link ProductTile#COLS} outputs, {@code [⌈O / COLS⌉, I, COLS]}, and b, {@code [⌈O
 * / COLS⌉, COLS]}. What fills the last panel has weight 0 and bias {@link Lanes#NOTHING}, so that
 * it can stand in a softmax.
 *
 * <p>Numbers are floats in every precision. Sums of integers are exact in them up to 2²⁴, which is
 * {@value #EXACT_DEPTH} products of two signed bytes: a product in INT8 is one of slices of so many
 * inputs, or of a group of weights that share a scale where groups are smaller.
 */
final class VectorMatrix implements PackedMatrix {
  /** Panels that are multiplied with all rows before the next ones fit in this: half an L2. */
  private static final int BLOCK_BYTES = 512 << 10;

  /** 1024 · 127² < 2²⁴. */
  private static final int EXACT_DEPTH = 1024;

  private final int inputs;
  private final int outputs;
  private final Precision precision;
  private final int groupSize;
  private final float[] weights;
  private final float[] scales; // [⌈O / COLS⌉, groups, COLS]; of INT8 only
  private final float[] bias;

  private VectorMatrix(
      int inputs, int outputs, Precision precision, int groupSize, int groups, float[] bias) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.precision = precision;
    this.groupSize = groupSize;
    this.weights = new float[Math.multiplyExact(panels(), inputs * COLS)];
    this.scales = new float[panels() * groups * COLS];
    this.bias = Arrays.copyOf(bias, panels() * COLS);
    Arrays.fill(this.bias, outputs, this.bias.length, Lanes.NOTHING);
  }

  /** Weights as floats. */
  static VectorMatrix of(WeightRows w, float[] bias, Precision precision) {
    VectorMatrix packed = new VectorMatrix(w.inputs(), w.outputs(), precision, w.inputs(), 0, bias);
    float[] row = new float[w.inputs()];
    for (int o = 0; o < w.outputs(); o++) {
      w.read(o, row, 0);
      for (int i = 0; i < row.length; i++) {
        packed.put(o, i, precision == Precision.BFLOAT16 ? Bfloat16.round(row[i]) : row[i]);
      }
    }
    return packed;
  }

  /** Weights as integers. */
  static VectorMatrix of(QuantizedRows w, float[] bias) {
    int groups = w.inputs() / w.groupSize();
    VectorMatrix packed =
        new VectorMatrix(w.inputs(), w.outputs(), Precision.INT8, w.groupSize(), groups, bias);
    byte[] integers = new byte[w.inputs()];
    float[] scales = new float[groups];
    for (int o = 0; o < w.outputs(); o++) {
      w.read(o, integers, scales);
      for (int i = 0; i < integers.length; i++) {
        packed.put(o, i, integers[i]);
      }
      for (int group = 0; group < groups; group++) {
        packed.scales[(o / COLS * groups + group) * COLS + o % COLS] = scales[group];
      }
    }
    return packed;
  }

  private void put(int o, int i, float value) {
    weights[panelAt(o / COLS) + i * COLS + o % COLS] = value;
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
  public Precision precision() {
    return precision;
  }

  @Override
  public long bytes() {
    return (long) Float.BYTES * (weights.length + scales.length + bias.length);
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

  /** How many inputs, from {@code from} on, are summed before they are scaled; of INT8 only. */
  int sliceFrom(int from) {
    int groupEnd = (from / groupSize + 1) * groupSize;
    return Math.min(EXACT_DEPTH, groupEnd - from);
  }

  float[] scales() {
    return scales;
  }

  /** Where the scales of panel {@code p} for input {@code i} begin in {@link #scales}. */
  int scalesAt(int p, int i) {
    return (p * (inputs / groupSize) + i / groupSize) * COLS;
  }
}
