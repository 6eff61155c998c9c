package io.corpuscle.engine.kernel.onednn;

import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;

import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.Precision;
import java.util.Arrays;
import java.util.List;

/**
 * W in blocks of {@value #BLOCK} outputs, so that a block's product stays in the second-level cache
 * until Java has taken it. A block is the sum of its slices: one, or one a group of inputs that
 * share a scale.
 */
final class OnednnMatrix implements PackedMatrix {
  /** Outputs of a block; a multiple of two turns of a gated feed-forward. */
  static final int BLOCK = 512;

  private final int inputs;
  private final int outputs;
  private final Precision precision;
  private final List<Block> blocks;
  private final float[] bias;

  /**
   * @param bias {@code [O]}
   */
  OnednnMatrix(int inputs, int outputs, Precision precision, List<Block> blocks, float[] bias) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.precision = precision;
    this.blocks = List.copyOf(blocks);
    // A whole vector may be read from the last bias on.
    this.bias = Arrays.copyOf(bias, outputs + LENGTH);
  }

  /**
   * Some outputs.
   *
   * @param first the first of them
   * @param cols how many
   */
  record Block(int first, int cols, List<Slice> slices) {}

  /**
   * Some inputs of a block, packed.
   *
   * @param layout how, and the product they are multiplied by
   * @param fromByte where the slice's inputs begin in a row of the operand
   * @param weights the packed weights
   * @param scales a float an output; of INT8 only
   */
  record Slice(ProductLayout layout, int fromByte, NativeMemory weights, NativeMemory scales) {}

  List<Block> blocks() {
    return blocks;
  }

  /** b, followed by a vector of zeros. */
  float[] bias() {
    return bias;
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
  public void release() {
    for (Block block : blocks) {
      for (Slice slice : block.slices()) {
        slice.weights().free();
        slice.scales().free();
      }
    }
  }

  @Override
  public long bytes() {
    long packed = (long) Float.BYTES * bias.length;
    for (Block block : blocks) {
      for (Slice slice : block.slices()) {
        packed += slice.layout().packedBytes();
        packed += precision == Precision.INT8 ? (long) Float.BYTES * block.cols() : 0;
      }
    }
    return packed;
  }
}
