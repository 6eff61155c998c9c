package io.corpuscle.engine.kernel.onednn;

import io.corpuscle.engine.tensor.ByteRegion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.IdentityHashMap;
import java.util.List;
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
  // Of models that have counts beyond a byte only.
  private ByteBuffer digitRows = allocate(0);
  private ByteBuffer digitProduct = allocate(0);
  private long digitRowsAddress;
  private long digitProductAddress;
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
    addHighDigits(x, t, rows, block);
    return rows;
  }

  /** Adds the products of the higher digits of rows {@code t …} to the output. */
  private void addHighDigits(OnednnOperand x, int t, int rows, OnednnMatrix.Block block) {
    List<HighDigits> digits = x.highDigits();
    int first = x.firstDigits(t);
    int end = x.firstDigits(t + rows);
    while (first < end) {
      int count = Math.min(end - first, Buckets.MOST);
      int bucket = Buckets.holding(count, x.layout());
      makeRoom(Buckets.rows(bucket) * x.rowBytes());
      for (int i = 0; i < count; i++) {
        digits.get(first + i).copyTo(digitRows, i * x.rowBytes());
      }
      for (OnednnMatrix.Slice slice : block.slices()) {
        call(slice.layout(), bucket)
            .run(
                steps.get(),
                digitRowsAddress + slice.fromByte(),
                slice.weights().address(),
                slice.scales().address(),
                digitProductAddress);
      }
      int rowBytes = Float.BYTES * block.cols();
      for (int i = 0; i < count; i++) {
        HighDigits high = digits.get(first + i);
        int at = (high.row() - t) * rowBytes;
        ProductRows.addOnto(digitProduct, i * rowBytes, high.factor(), output, at, block.cols());
      }
      first += count;
    }
  }

  private void makeRoom(int bytes) {
    if (digitRows.capacity() < bytes) {
      digitRows = allocate(bytes);
      digitRowsAddress = new Pointer(digitRows).address();
    }
    if (digitProductAddress == 0) {
      digitProduct = allocate(Buckets.MOST * OnednnMatrix.BLOCK * Float.BYTES);
      digitProductAddress = new Pointer(digitProduct).address();
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
