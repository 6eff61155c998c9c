package io.corpuscle.engine.kernel.onednn;

import io.corpuscle.engine.tensor.ByteRegion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.IdentityHashMap;
import java.util.Map;
import org.bytedeco.dnnl.engine;
import org.bytedeco.javacpp.Pointer;

/**
 * One thread's products: its code, made on first use of a shape (oneDNN's is safe only in the
 * thread that made it), and the scratch their output appears in. Nothing is allocated once a shape
 * was used.
 */
final class NativeProducts {
  private final Steps steps;
  private final ByteBuffer output;
  private final long outputAddress;
  private final BlockAddresses addresses = new BlockAddresses();
  private final Map<ProductLayout, NativeCall[]> calls = new IdentityHashMap<>();

  NativeProducts(engine cpu) {
    this.steps = new Steps(cpu);
    int bytes = Buckets.MOST * OnednnMatrix.BLOCK * Float.BYTES;
    this.output =
        ByteBuffer.allocateDirect(bytes + 2 * ByteRegion.ALIGNMENT)
            .alignedSlice(ByteRegion.ALIGNMENT)
            .order(ByteOrder.nativeOrder());
    this.outputAddress = new Pointer(output).address();
  }

  /**
   * Where products appear, {@code [rows, cols of the block]} floats from 0 on; a vector may be read
   * beyond the last.
   */
  ByteBuffer output() {
    return output;
  }

  /**
   * Multiplies rows from row {@code t} on with a block, as many as are one product.
   *
   * @return how many
   */
  int multiply(OnednnOperand x, int t, OnednnMatrix.Block block) {
    int bucket = Buckets.of(x.rows() - t, x.layout());
    long operand = addresses.of(x.region().block()) + x.region().at() + (long) t * x.rowBytes();
    for (int i = 0; i < block.slices().size(); i++) {
      OnednnMatrix.Slice slice = block.slices().get(i);
      call(slice.layout(), bucket)
          .run(
              steps.get(),
              operand + slice.fromByte(),
              slice.weights().address(),
              slice.scales().address(),
              outputAddress);
    }
    return Math.min(x.rows() - t, Buckets.rows(bucket));
  }

  private NativeCall call(ProductLayout layout, int bucket) {
    NativeCall[] ofLayout = calls.get(layout);
    if (ofLayout == null) {
      ofLayout = new NativeCall[Buckets.count()];
      calls.put(layout, ofLayout);
    }
    NativeCall call = ofLayout[bucket];
    if (call == null) {
      call = layout.call(Buckets.rows(bucket));
      ofLayout[bucket] = call;
    }
    return call;
  }
}
