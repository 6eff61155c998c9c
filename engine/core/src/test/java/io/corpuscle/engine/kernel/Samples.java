package io.corpuscle.engine.kernel;

import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Numbers to try kernels on, the same for the same seed. */
public final class Samples {
  /** What lies around a strided matrix; kernels must neither read nor write it. */
  private static final int MARGIN = 5;

  private Samples() {}

  /** Scratch that shows whatever is read before it is written. */
  public static Workspace scratch() {
    return Workspace.poisoned();
  }

  /** {@code [rows, cols]}, uniform between −1 and 1. */
  public static FloatMatrix uniform(int rows, int cols, long seed) {
    Random random = new Random(seed);
    return filled(rows, cols, i -> 2 * random.nextDouble() - 1);
  }

  /** {@code [rows, cols]}, element i (row by row) from {@code value}. */
  public static FloatMatrix filled(int rows, int cols, DoubleUnaryOperator value) {
    FloatMatrix x = FloatMatrix.zeros(rows, cols);
    for (int i = 0; i < x.array().length; i++) {
      x.array()[i] = (float) value.applyAsDouble(i);
    }
    return x;
  }

  /** The same numbers with {@code f} applied to each, rows one after the other. */
  public static FloatMatrix map(FloatMatrix x, DoubleUnaryOperator f) {
    FloatMatrix y = FloatMatrix.zeros(x.rows(), x.cols());
    for (int r = 0; r < x.rows(); r++) {
      for (int c = 0; c < x.cols(); c++) {
        y.set(r, c, (float) f.applyAsDouble(x.get(r, c)));
      }
    }
    return y;
  }

  /** The same numbers without their signs. */
  public static FloatMatrix absolute(FloatMatrix x) {
    return map(x, Math::abs);
  }

  /** The same numbers in an array of their own. */
  public static FloatMatrix copy(FloatMatrix x) {
    return map(x, v -> v);
  }

  /** The same numbers as columns of a wider matrix of NaN: what a slice of a fused product is. */
  public static FloatMatrix strided(FloatMatrix x) {
    FloatMatrix wide = FloatMatrix.zeros(x.rows(), x.cols() + 2 * MARGIN);
    Arrays.fill(wide.array(), Float.NaN);
    FloatMatrix slice = wide.columns(MARGIN, x.cols());
    for (int r = 0; r < x.rows(); r++) {
      for (int c = 0; c < x.cols(); c++) {
        slice.set(r, c, x.get(r, c));
      }
    }
    return slice;
  }

  /** {@code [rows, cols]} of NaN as columns of a wider matrix, for results. */
  public static FloatMatrix stridedOutput(int rows, int cols) {
    return strided(filled(rows, cols, i -> Double.NaN));
  }

  /** Random integers with a scale a group, about as large as {@link #uniform} numbers. */
  public static QuantizedRows quantized(int outputs, int inputs, int groupSize, long seed) {
    FloatMatrix integers = map(uniform(outputs, inputs, seed), z -> Math.rint(127 * z));
    FloatMatrix scales = map(uniform(outputs, inputs / groupSize, seed + 1), z -> (2 + z) / 256);
    return new QuantizedRows() {
      @Override
      public int outputs() {
        return outputs;
      }

      @Override
      public int inputs() {
        return inputs;
      }

      @Override
      public int groupSize() {
        return groupSize;
      }

      @Override
      public void read(int output, byte[] target, float[] targetScales) {
        for (int i = 0; i < inputs; i++) {
          target[i] = (byte) integers.get(output, i);
        }
        System.arraycopy(scales.array(), scales.at(output), targetScales, 0, scales.cols());
      }
    };
  }

  /** A matrix as the weights of a layer. */
  public static WeightRows weights(FloatMatrix w) {
    return new WeightRows() {
      @Override
      public int outputs() {
        return w.rows();
      }

      @Override
      public int inputs() {
        return w.cols();
      }

      @Override
      public void read(int output, float[] target, int at) {
        System.arraycopy(w.array(), w.at(output), target, at, w.cols());
      }
    };
  }
}
