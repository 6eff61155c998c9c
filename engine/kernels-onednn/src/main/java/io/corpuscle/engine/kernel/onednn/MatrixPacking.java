package io.corpuscle.engine.kernel.onednn;

import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.QuantizedRows;
import io.corpuscle.engine.kernel.WeightRows;
import io.corpuscle.engine.tensor.ByteRegion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.engine;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Packs weight matrices, block by block in the memory of one block a processor: no block needs
 * another, and opening a large model is little else.
 */
final class MatrixPacking {
  private final engine cpu;
  private final ConcurrentMap<ProductLayout.Shape, ProductLayout> layouts =
      new ConcurrentHashMap<>();

  MatrixPacking(engine cpu) {
    this.cpu = cpu;
  }

  OnednnMatrix pack(WeightRows w, float[] bias, Precision precision) {
    OnednnLibrary.require(precision);
    ElementLayout elements = ElementLayout.of(precision);
    int[] places = places(w.inputs(), elements);
    return new OnednnMatrix(
        w.inputs(),
        w.outputs(),
        precision,
        blocks(w.outputs(), first -> block(w, elements, places, first)),
        bias);
  }

  OnednnMatrix pack(QuantizedRows w, float[] bias) {
    ElementLayout elements = ElementLayout.INT8;
    int groups = w.inputs() / w.groupSize();
    if (groups > 1 && w.groupSize() % elements.group() != 0) {
      throw new IllegalArgumentException(
          "weights share a scale in groups of "
              + w.groupSize()
              + " inputs, and these kernels need a multiple of "
              + elements.group()
              + "; use the vector kernels");
    }
    int[] places = places(w.groupSize(), elements);
    return new OnednnMatrix(
        w.inputs(),
        w.outputs(),
        Precision.INT8,
        blocks(w.outputs(), first -> block(w, elements, places, first)),
        bias);
  }

  /**
   * All blocks of a matrix.
   *
   * @param pack makes the block of which an output is the first; by several threads at a time
   */
  private static List<OnednnMatrix.Block> blocks(
      int outputs, IntFunction<OnednnMatrix.Block> pack) {
    int count = (outputs + OnednnMatrix.BLOCK - 1) / OnednnMatrix.BLOCK;
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(n -> pack.apply(n * OnednnMatrix.BLOCK))
        .toList();
  }

  private OnednnMatrix.Block block(WeightRows w, ElementLayout elements, int[] places, int first) {
    int inputs = w.inputs();
    int cols = Math.min(OnednnMatrix.BLOCK, w.outputs() - first);
    int rowBytes = elements.padded(inputs) * elements.bytes();
    ByteBuffer plain = zeros(cols, rowBytes);
    float[] row = new float[inputs];
    for (int o = 0; o < cols; o++) {
      w.read(first + o, row, 0);
      for (int i = 0; i < inputs; i++) {
        elements.put(plain, o * rowBytes + places[i], row[i]);
      }
    }
    ProductLayout layout = layout(elements, elements.padded(inputs), cols, inputs, 0);
    return new OnednnMatrix.Block(first, cols, List.of(slice(layout, 0, plain, new float[cols])));
  }

  private OnednnMatrix.Block block(
      QuantizedRows w, ElementLayout elements, int[] places, int first) {
    int groupSize = w.groupSize();
    int groups = w.inputs() / groupSize;
    int cols = Math.min(OnednnMatrix.BLOCK, w.outputs() - first);
    int depth = elements.padded(groupSize);
    float[][] scales = new float[groups][cols];
    List<ByteBuffer> plain = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      plain.add(zeros(cols, depth));
    }
    byte[] row = new byte[w.inputs()];
    byte[] placed = new byte[depth];
    float[] rowScales = new float[groups];
    for (int o = 0; o < cols; o++) {
      w.read(first + o, row, rowScales);
      for (int group = 0; group < groups; group++) {
        int from = group * groupSize;
        for (int i = 0; i < groupSize; i++) {
          placed[places[i]] = row[from + i];
        }
        plain.get(group).put(o * depth, placed);
        scales[group][o] = rowScales[group];
      }
    }
    List<OnednnMatrix.Slice> slices = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      ProductLayout layout = layout(elements, depth, cols, w.inputs(), group);
      slices.add(slice(layout, group * depth, plain.get(group), scales[group]));
    }
    return new OnednnMatrix.Block(first, cols, slices);
  }

  private static ByteBuffer zeros(int cols, int rowBytes) {
    int bytes = Math.multiplyExact(cols, rowBytes);
    return ByteBuffer.allocateDirect(bytes + ByteRegion.ALIGNMENT)
        .alignedSlice(ByteRegion.ALIGNMENT)
        .order(ByteOrder.nativeOrder());
  }

  /** Where each of so many inputs lies in its row, in bytes. */
  private static int[] places(int inputs, ElementLayout elements) {
    return IntStream.range(0, inputs).map(i -> elements.position(i) * elements.bytes()).toArray();
  }

  private ProductLayout layout(ElementLayout elements, int depth, int cols, int inputs, int slice) {
    return layouts.computeIfAbsent(
        new ProductLayout.Shape(
            elements,
            depth,
            cols,
            elements.padded(inputs),
            slice == 0 ? ProductLayout.Adding.OVERWRITES : ProductLayout.Adding.ADDS),
        shape -> new ProductLayout(cpu, shape));
  }

  private static OnednnMatrix.Slice slice(
      ProductLayout layout, int fromByte, ByteBuffer plain, float[] scales) {
    NativeMemory columnScales = new NativeMemory((long) Float.BYTES * scales.length);
    new FloatPointer(new Address().to(columnScales.address())).put(scales);
    return new OnednnMatrix.Slice(layout, fromByte, layout.pack(plain), columnScales);
  }
}
