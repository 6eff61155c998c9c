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
  private final ByteBuffer digitProduct = allocate(Float.BYTES * OnednnMatrix.BLOCK);
  private final long digitProductAddress = new Pointer(digitProduct).address();
  private ByteBuffer digitRow = allocate(0);
  private long digitRowAddress;
  private final BlockAddresses addresses = new BlockAddresses();
  private final Map<ProductLayout, NativeCall[]> calls = new IdentityHashMap<>();

  NativeProducts(engine cpu) {
    this.steps = new Steps(cpu);
    int bytes = Buckets.MOST * OnednnMatrix.BLOCK * Float.BYTES;
    this.output = allocate(bytes);
    this.outputAddress = new Pointer(output).address();
  }

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes + 2 * ByteRegion.ALIGNMENT)
        .alignedSlice(ByteRegion.ALIGNMENT)
        .order(ByteOrder.nativeOrder());
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
    int rows = Math.min(x.rows() - t, Buckets.rows(bucket));
    for (HighDigits digits : x.highDigits()) {
      if (digits.row() >= t && digits.row() < t + rows) {
        add(digits, digits.row() - t, block);
      }
    }
    return rows;
  }

  /** Adds the product of higher digits to row r of the output. */
  private void add(HighDigits digits, int r, OnednnMatrix.Block block) {
    if (digitRow.capacity() < digits.bytes()) {
      digitRow = allocate(digits.bytes());
      digitRowAddress = new Pointer(digitRow).address();
    }
    digits.copyTo(digitRow);
    for (OnednnMatrix.Slice slice : block.slices()) {
      call(slice.layout(), 0)
          .run(
              steps.get(),
              digitRowAddress + slice.fromByte(),
              slice.weights().address(),
              slice.scales().address(),
              digitProductAddress);
    }
    for (int o = 0; o < block.cols(); o++) {
      int at = Float.BYTES * (r * block.cols() + o);
      float high = digits.factor() * digitProduct.getFloat(Float.BYTES * o);
      output.putFloat(at, output.getFloat(at) + high);
    }
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
