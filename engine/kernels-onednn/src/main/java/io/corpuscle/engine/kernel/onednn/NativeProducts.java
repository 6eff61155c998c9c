package io.corpuscle.engine.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_SCALES;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.corpuscle.engine.tensor.ByteRegion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/**
 * One thread's products: its code, made on first use of a shape (oneDNN's is safe only in the
 * thread that made it), and the scratch their output appears in. Nothing is allocated once a shape
 * was used.
 */
final class NativeProducts {
  private final engine cpu;
  private final stream steps;
  private final dnnl_stream stepsHandle;
  private final ByteBuffer output;
  private final Pointer outputAddress;
  private final Address operandAddress = new Address();
  private final Map<ByteBuffer, Long> addresses = new IdentityHashMap<>();
  private final Map<ProductLayout, Call[]> calls = new IdentityHashMap<>();

  NativeProducts(engine cpu) {
    OpenMp.useOneThread();
    this.cpu = cpu;
    this.steps = new stream(cpu);
    this.stepsHandle = steps.get();
    int bytes = Buckets.MOST * OnednnMatrix.BLOCK * Float.BYTES;
    this.output =
        ByteBuffer.allocateDirect(bytes + 2 * ByteRegion.ALIGNMENT)
            .alignedSlice(ByteRegion.ALIGNMENT)
            .order(ByteOrder.nativeOrder());
    this.outputAddress = new Pointer(output);
  }

  /** Code for one number of rows, and what it is called with. */
  private static final class Call {
    private final matmul product;
    private final dnnl_primitive handle;
    private final memory operand;
    private final dnnl_memory operandHandle;
    private final memory output;
    private final int count;
    private final dnnl_exec_arg_t arguments;

    Call(engine cpu, ProductLayout layout, int rows, Pointer outputAddress) {
      product = layout.product(rows);
      handle = product.get();
      operand = new memory(layout.operand(rows), cpu, new Address());
      operandHandle = operand.get();
      output = new memory(layout.output(rows), cpu, outputAddress);
      count = layout.scaled() ? 4 : 3;
      arguments = new dnnl_exec_arg_t(4);
      arguments.position(0).arg(DNNL_ARG_SRC).memory(operandHandle);
      arguments.position(1).arg(DNNL_ARG_DST).memory(output.get());
      arguments.position(2).arg(DNNL_ARG_WEIGHTS);
      arguments.position(3).arg(DNNL_ARG_ATTR_SCALES | DNNL_ARG_WEIGHTS);
    }
  }

  /**
   * Where products appear, {@code [rows, cols of the block]} floats from 0 on; a vector may be read
   * beyond the last.
   */
  ByteBuffer output() {
    return output;
  }

  /**
   * Multiplies up to {@value Buckets#MOST} rows from row {@code t} on with a block.
   *
   * @param rows how many; those beyond, up to the bucket, are multiplied too
   */
  void multiply(OnednnOperand x, int t, int rows, OnednnMatrix.Block block) {
    long operand = address(x.region().block()) + x.region().at() + (long) t * x.rowBytes();
    for (int i = 0; i < block.slices().size(); i++) {
      OnednnMatrix.Slice slice = block.slices().get(i);
      Call call = call(slice.layout(), rows);
      dnnl.dnnl_memory_set_data_handle(
          call.operandHandle, operandAddress.to(operand + slice.fromByte()));
      call.arguments.position(2).memory(slice.weights());
      call.arguments.position(3).memory(slice.scales());
      int status =
          dnnl.dnnl_primitive_execute(
              call.handle, stepsHandle, call.count, call.arguments.position(0));
      if (status != dnnl.dnnl_success) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "oneDNN could not multiply %d rows with %s: status %d",
                rows,
                slice.layout().shape(),
                status));
      }
    }
  }

  private long address(ByteBuffer block) {
    Long known = addresses.get(block);
    if (known == null) {
      known = new Pointer(block.duplicate().position(0)).address();
      addresses.put(block, known);
    }
    return known;
  }

  private Call call(ProductLayout layout, int rows) {
    Call[] ofLayout = calls.get(layout);
    if (ofLayout == null) {
      ofLayout = new Call[Buckets.count()];
      calls.put(layout, ofLayout);
    }
    int bucket = Buckets.of(rows, layout.shape().elements());
    Call call = ofLayout[bucket];
    if (call == null) {
      call = new Call(cpu, layout, Buckets.rows(bucket), outputAddress);
      ofLayout[bucket] = call;
    }
    return call;
  }
}
