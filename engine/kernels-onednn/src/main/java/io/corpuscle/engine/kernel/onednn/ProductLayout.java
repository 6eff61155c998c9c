package io.corpuscle.engine.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.nio.ByteBuffer;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * All products of one depth and width: {@code y = scales ⊙ (x·Wᵀ)}, and how their weights are
 * packed, which is the same for every number of rows. One object for all weights of the same shape;
 * shared by all threads.
 */
final class ProductLayout {
  /** A scale an output column. */
  private static final int BY_COLUMN = 1 << 1;

  private final engine cpu;
  private final Shape shape;
  private final memory.desc packed;

  /**
   * @param depth inputs that are summed, whole groups
   * @param cols outputs
   * @param operandStride how many elements rows of the operand are apart
   * @param adding whether the product is added to what y holds
   */
  record Shape(ElementLayout elements, int depth, int cols, int operandStride, Adding adding) {}

  /** What a product does with what its output holds. */
  enum Adding {
    OVERWRITES,
    ADDS
  }

  ProductLayout(engine cpu, Shape shape) {
    this.cpu = cpu;
    this.shape = shape;
    memory.desc any =
        new memory.desc(
            new long[] {shape.depth(), shape.cols()},
            shape.elements().type(),
            memory.format_tag.any);
    this.packed = descriptor(Buckets.MOST, any).weights_desc();
  }

  Shape shape() {
    return shape;
  }

  boolean scaled() {
    return shape.elements() == ElementLayout.INT8;
  }

  /** Size of packed weights. */
  long packedBytes() {
    return packed.get_size();
  }

  memory.desc packedWeights() {
    return packed;
  }

  /** The operand of {@code rows} rows. */
  memory.desc operand(int rows) {
    return new memory.desc(
        new long[] {rows, shape.depth()},
        shape.elements().type(),
        new long[] {shape.operandStride(), 1});
  }

  /** The output of {@code rows} rows, one after the other. */
  memory.desc output(int rows) {
    return new memory.desc(
        new long[] {rows, shape.cols()}, memory.data_type.f32, memory.format_tag.ab);
  }

  /** The product of {@code rows} rows, for the thread that asks. */
  NativeCall call(int rows) {
    memory.desc scales =
        scaled()
            ? new memory.desc(new long[] {shape.cols()}, memory.data_type.f32, memory.format_tag.a)
            : new memory.desc();
    return new NativeCall(cpu, descriptor(rows, packed), scales);
  }

  /** The name of oneDNN's implementation. */
  String implementation(int rows) {
    return descriptor(rows, packed).impl_info_str().getString();
  }

  private matmul.primitive_desc descriptor(int rows, memory.desc weights) {
    primitive_attr attributes = new primitive_attr();
    if (scaled()) {
      attributes.set_scales_mask(DNNL_ARG_WEIGHTS, BY_COLUMN);
    }
    if (shape.adding() == Adding.ADDS) {
      post_ops sum = new post_ops();
      sum.append_sum(1f, 0, memory.data_type.f32);
      attributes.set_post_ops(sum);
    }
    return new matmul.primitive_desc(cpu, operand(rows), weights, output(rows), attributes, false);
  }

  /**
   * Packs weights.
   *
   * @param rows {@code [cols, depth]}, row by row
   */
  NativeMemory pack(ByteBuffer rows) {
    memory.desc plain =
        new memory.desc(
            new long[] {shape.depth(), shape.cols()},
            shape.elements().type(),
            memory.format_tag.ba);
    NativeMemory target = new NativeMemory(packed.get_size());
    OpenMp.useOneThread();
    try (stream steps = new stream(cpu);
        FloatPointer from = new FloatPointer(new org.bytedeco.javacpp.Pointer(rows));
        memory source = new memory(plain, cpu, from);
        memory result = new memory(packed, cpu, new Address().to(target.address()));
        reorder toPacked = new reorder(source, result)) {
      toPacked.execute(steps, source, result);
      steps._wait();
    }
    return target;
  }
}
