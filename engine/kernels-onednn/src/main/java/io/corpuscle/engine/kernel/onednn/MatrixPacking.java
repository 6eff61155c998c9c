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
import org.bytedeco.dnnl.engine;
import org.bytedeco.javacpp.FloatPointer;

/** Packs weight matrices, block by block in the memory of one block. */
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
    List<OnednnMatrix.Block> blocks = new ArrayList<>();
    float[] row = new float[w.inputs()];
    for (int first = 0; first < w.outputs(); first += OnednnMatrix.BLOCK) {
      int cols = Math.min(OnednnMatrix.BLOCK, w.outputs() - first);
      ByteBuffer plain = zeros(cols, w.inputs(), elements);
      for (int o = 0; o < cols; o++) {
        w.read(first + o, row, 0);
        for (int i = 0; i < row.length; i++) {
          put(plain, o, i, row[i], w.inputs(), elements);
        }
      }
      ProductLayout layout = layout(elements, elements.padded(w.inputs()), cols, w.inputs(), 0);
      blocks.add(
          new OnednnMatrix.Block(first, cols, List.of(slice(layout, 0, plain, new float[cols]))));
    }
    return new OnednnMatrix(w.inputs(), w.outputs(), precision, blocks, bias);
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
    List<OnednnMatrix.Block> blocks = new ArrayList<>();
    byte[] row = new byte[w.inputs()];
    float[] rowScales = new float[groups];
    for (int first = 0; first < w.outputs(); first += OnednnMatrix.BLOCK) {
      int cols = Math.min(OnednnMatrix.BLOCK, w.outputs() - first);
      float[][] scales = new float[groups][cols];
      List<ByteBuffer> plain = new ArrayList<>();
      for (int group = 0; group < groups; group++) {
        plain.add(zeros(cols, w.groupSize(), elements));
      }
      for (int o = 0; o < cols; o++) {
        w.read(first + o, row, rowScales);
        for (int i = 0; i < row.length; i++) {
          int inGroup = i % w.groupSize();
          put(plain.get(i / w.groupSize()), o, inGroup, row[i], w.groupSize(), elements);
        }
        for (int group = 0; group < groups; group++) {
          scales[group][o] = rowScales[group];
        }
      }
      List<OnednnMatrix.Slice> slices = new ArrayList<>();
      for (int group = 0; group < groups; group++) {
        int depth = elements.padded(w.groupSize());
        ProductLayout layout = layout(elements, depth, cols, w.inputs(), group);
        slices.add(
            slice(layout, group * depth * elements.bytes(), plain.get(group), scales[group]));
      }
      blocks.add(new OnednnMatrix.Block(first, cols, slices));
    }
    return new OnednnMatrix(w.inputs(), w.outputs(), Precision.INT8, blocks, bias);
  }

  private static ByteBuffer zeros(int cols, int inputs, ElementLayout elements) {
    int bytes = Math.multiplyExact(cols, elements.padded(inputs) * elements.bytes());
    return ByteBuffer.allocateDirect(bytes + ByteRegion.ALIGNMENT)
        .alignedSlice(ByteRegion.ALIGNMENT)
        .order(ByteOrder.nativeOrder());
  }

  private static void put(
      ByteBuffer plain, int output, int input, float value, int inputs, ElementLayout elements) {
    int element = output * elements.padded(inputs) + elements.position(input);
    elements.put(plain, element * elements.bytes(), value);
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
