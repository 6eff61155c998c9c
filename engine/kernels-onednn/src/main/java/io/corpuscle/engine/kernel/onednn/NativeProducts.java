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
   * Multiplies up to {@value Buckets#MOST} rows from row {@code t} on with a block.
   *
   * @param rows how many; those beyond, up to the bucket, are multiplied too
   */
  void multiply(OnednnOperand x, int t, int rows, OnednnMatrix.Block block) {
    long operand = addresses.of(x.region().block()) + x.region().at() + (long) t * x.rowBytes();
    for (int i = 0; i < block.slices().size(); i++) {
      OnednnMatrix.Slice slice = block.slices().get(i);
      call(slice.layout(), rows)
          .run(
              steps.get(),
              operand + slice.fromByte(),
              slice.weights().address(),
              slice.scales().address(),
              outputAddress);
    }
  }

  private NativeCall call(ProductLayout layout, int rows) {
    NativeCall[] ofLayout = calls.get(layout);
    if (ofLayout == null) {
      ofLayout = new NativeCall[Buckets.count()];
      calls.put(layout, ofLayout);
    }
    int bucket = Buckets.of(rows, layout.shape().elements());
    NativeCall call = ofLayout[bucket];
    if (call == null) {
      call = layout.call(Buckets.rows(bucket));
      ofLayout[bucket] = call;
    }
    return call;
  }
}
