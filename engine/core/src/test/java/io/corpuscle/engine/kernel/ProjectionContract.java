package io.corpuscle.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.engine.kernel.reference.ReferenceKernels;
import io.corpuscle.engine.spike.SpikeTally;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Operands, {@link Kernels#project} and what is fused with it. */
public interface ProjectionContract {
  /** T, I, O at and around the edges of tiles, panels, groups and buckets. */
  List<int[]> SHAPES =
      List.of(
          new int[] {1, 1, 1},
          new int[] {1, 7, 3},
          new int[] {2, 16, 31},
          new int[] {3, 16, 5},
          new int[] {5, 64, 64},
          new int[] {7, 63, 17},
          new int[] {8, 64, 32},
          new int[] {9, 65, 33},
          new int[] {4, 130, 33},
          new int[] {16, 1, 40},
          new int[] {17, 37, 96},
          new int[] {64, 384, 50},
          new int[] {13, 1030, 61},
          new int[] {3, 5, 1100},
          new int[] {130, 70, 20});

  /** The kernels under test. */
  Kernels subject();

  @ParameterizedTest
  @EnumSource
  default void projectAgreesWithTheReference(Precision precision) {
    for (int[] shape : SHAPES) {
      FloatMatrix x = Samples.uniform(shape[0], shape[1], 1);
      FloatMatrix w = Samples.uniform(shape[2], shape[1], 2);
      FloatMatrix b = Samples.uniform(1, shape[2], 3);

      FloatMatrix y = project(subject(), precision, x, w, b);

      Agreement.agree(
          y,
          project(new ReferenceKernels(), precision, x, w, b),
          magnitude(precision, x, w, b),
          // Integers add up exactly: what is left are the scales and the bias.
          precision.ofWeights() == Precision.INT8 ? 1 : shape[1] + 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aRowOfAProductIsTheSameAloneAndAmongOthers(Precision precision) {
    FloatMatrix x = Samples.uniform(150, 129, 4);
    FloatMatrix w = Samples.uniform(70, 129, 5);
    FloatMatrix b = Samples.uniform(1, 70, 6);

    FloatMatrix all = project(subject(), precision, x, w, b);

    for (int from = 0; from < 150; from += 23) {
      for (int count : new int[] {1, 2, 7, 8, 9, 31, 64, 65, 150 - from}) {
        int n = Math.min(count, 150 - from);
        FloatMatrix some = project(subject(), precision, x.rows(from, n), w, b);
        Agreement.identical(some, all.rows(from, n));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void projectReadsAndWritesSlicesOfWiderMatrices(Precision precision) {
    FloatMatrix x = Samples.uniform(11, 48, 7);
    FloatMatrix w = Samples.uniform(67, 48, 8);
    FloatMatrix b = Samples.uniform(1, 67, 9);
    FloatMatrix y = Samples.stridedOutput(11, 67);
    Workspace workspace = Samples.scratch();

    try (Workspace.Frame frame = workspace.open()) {
      Operand operand = operand(subject(), precision, Samples.strided(x), frame);
      subject().project(operand, packed(subject(), precision, w, b), y, workspace);
    }

    Agreement.identical(y, project(subject(), precision, x, w, b));
    Agreement.surroundingsUntouched(y);
  }

  @ParameterizedTest
  @EnumSource
  default void projectOntoAddsTheProduct(Precision precision) {
    for (int[] shape : SHAPES) {
      FloatMatrix x = Samples.uniform(shape[0], shape[1], 1);
      FloatMatrix w = Samples.uniform(shape[2], shape[1], 2);
      FloatMatrix b = Samples.uniform(1, shape[2], 3);
      FloatMatrix before = Samples.uniform(shape[0], shape[2], 4);
      FloatMatrix product = project(subject(), precision, x, w, b);
      FloatMatrix y = Samples.strided(before);

      projectOnto(subject(), precision, x, w, b, new RowSelection.All(shape[0]), y);

      FloatMatrix expected = FloatMatrix.zeros(shape[0], shape[2]);
      for (int i = 0; i < expected.array().length; i++) {
        expected.array()[i] = before.array()[i] + product.array()[i];
      }
      Agreement.agree(y, expected, magnitude(precision, x, w, b), 1);
      Agreement.surroundingsUntouched(y);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void projectOntoSomeRowsAddsWhatEachCountsFor(Precision precision) {
    for (int[] shape : SHAPES) {
      FloatMatrix x = Samples.uniform(shape[0], shape[1], 1);
      FloatMatrix w = Samples.uniform(shape[2], shape[1], 2);
      FloatMatrix b = Samples.uniform(1, shape[2], 3);
      RowSelection rows = new EverySecond(shape[0]);
      FloatMatrix before = Samples.uniform(2 * shape[0] + 3, shape[2], 4);
      FloatMatrix y = Samples.strided(before);
      FloatMatrix expected = Samples.copy(before);

      projectOnto(subject(), precision, x, w, b, rows, y);

      projectOnto(new ReferenceKernels(), precision, x, w, b, rows, expected);
      FloatMatrix size = Samples.absolute(before);
      FloatMatrix ofProduct = magnitude(precision, x, w, b);
      for (int r = 0; r < shape[0]; r++) {
        for (int c = 0; c < shape[2]; c++) {
          size.set(rows.row(r), c, size.get(rows.row(r), c) + ofProduct.get(r, c));
        }
      }
      Agreement.agree(y, expected, size, shape[1] + 2);
      Agreement.surroundingsUntouched(y);
    }
  }

  /** Bits of a row are its own: selected or not, and whichever others are. */
  @ParameterizedTest
  @EnumSource
  default void selectedRowsMultiplyAsTheyDidAmongAll(Precision precision) {
    for (int[] shape : SHAPES) {
      int T = 2 * shape[0] + 2;
      FloatMatrix x = Samples.uniform(T, shape[1], 1);
      // A count beyond a byte, where inputs are counts and there are enough of them.
      x.set(1, shape[1] / 2, 300);
      x.set(T - 3, 0, -1e4f);
      FloatMatrix w = Samples.uniform(shape[2], shape[1], 2);
      FloatMatrix b = Samples.uniform(1, shape[2], 3);
      RowSelection rows = new EverySecond(shape[0]);
      FloatMatrix y = FloatMatrix.zeros(shape[0], shape[2]);
      Workspace workspace = Samples.scratch();

      try (Workspace.Frame frame = workspace.open()) {
        Operand all = operand(subject(), precision, x, frame);
        Operand some = subject().operand(shape[0], shape[1], all.format(), frame);
        subject().select(all, rows, some);
        subject().project(some, packed(subject(), precision, w, b), y, workspace);
      }

      FloatMatrix expected = project(subject(), precision, x, w, b);
      for (int r = 0; r < shape[0]; r++) {
        Agreement.identical(y.rows(r, 1), expected.rows(rows.row(r), 1));
      }
    }
  }

  @Test
  default void countsOfSelectedRowsAreThoseOfTheRows() {
    FloatMatrix x = Samples.uniform(21, 100, 7);
    x.set(1, 50, 90);
    x.set(13, 99, -5e4f);
    RowSelection rows = new EverySecond(10);
    int[] counts = new int[100];
    int[] expected = new int[100];
    Workspace workspace = Samples.scratch();

    try (Workspace.Frame frame = workspace.open()) {
      Operand all = operand(subject(), Precision.SPIKING, x, frame);
      Operand some = subject().operand(10, 100, all.format(), frame);
      subject().select(all, rows, some);

      SpikeTally tally = new SpikeTally();
      SpikeTally expectedTally = new SpikeTally();
      subject().tally(some, 0, 10, tally);
      for (int r = 0; r < 10; r++) {
        subject().counts(some, r, counts);
        subject().counts(all, rows.row(r), expected);
        assertThat(counts).isEqualTo(expected);
        subject().tally(all, rows.row(r), 1, expectedTally);
      }
      assertThat(tally.spikes()).isPositive().isEqualTo(expectedTally.spikes());
      assertThat(tally.channels()).isEqualTo(expectedTally.channels());
    }
  }

  /** Rows 1, 3, 5 …, some of which count for nothing and some against. */
  record EverySecond(int count) implements RowSelection {
    @Override
    public int row(int r) {
      return 2 * r + 1;
    }

    @Override
    public float weight(int r) {
      return (r % 5 - 2) / 3f;
    }
  }

  private static void projectOnto(
      Kernels kernels,
      Precision precision,
      FloatMatrix x,
      FloatMatrix w,
      FloatMatrix b,
      RowSelection rows,
      FloatMatrix y) {
    Workspace workspace = Samples.scratch();
    try (Workspace.Frame frame = workspace.open()) {
      Operand operand = operand(kernels, precision, x, frame);
      kernels.projectOnto(operand, packed(kernels, precision, w, b), rows, y, workspace);
    }
  }

  @ParameterizedTest(name = "{0} inputs in groups of {1}")
  @CsvSource({"128,128", "256,128", "384,128", "384,384", "192,64", "2048,128", "2176,2176"})
  default void integerWeightsWithScalesAGroupAgreeWithTheReference(int inputs, int groupSize) {
    FloatMatrix x = Samples.uniform(9, inputs, 1);
    QuantizedRows w = Samples.quantized(70, inputs, groupSize, 2);
    float[] b = Samples.uniform(1, 70, 3).array();

    FloatMatrix y = project(subject(), subject().pack(w, b), x);

    Kernels reference = new ReferenceKernels();
    FloatMatrix expected = project(reference, reference.pack(w, b), x);
    Agreement.agree(
        y, expected, Samples.map(expected, z -> Math.sqrt(inputs)), inputs / groupSize + 1);
  }

  @Test
  default void spikeCountsAreExactHoweverLarge() {
    FloatMatrix x = Samples.uniform(40, 200, 1);
    for (int t = 0; t < x.rows(); t++) {
      x.set(t, t, t * t * (t % 2 == 0 ? 1 : -1));
    }
    Kernels reference = new ReferenceKernels();
    FloatMatrix identity = Samples.filled(200, 200, i -> i % 201 == 0 ? Byte.MAX_VALUE : 0);
    QuantizedRows unit = new ChannelQuantization(Samples.weights(identity));

    FloatMatrix counts = spikes(reference, reference.pack(unit, new float[200]), x);

    // A row whose last channels are 1 and whose largest is 39²: a threshold below 8.
    assertThat(Math.abs(counts.get(39, 39))).isGreaterThan(1000);
    Agreement.identical(spikes(subject(), subject().pack(unit, new float[200]), x), counts);
  }

  @Test
  default void sumsOfCountsBeyondAByteAgreeWithTheReference() {
    FloatMatrix x = Samples.map(Samples.uniform(300, 4096, 1), v -> v / 100);
    for (int t = 0; t < x.rows(); t += 7) {
      x.set(t, 5 * t, 20 * t);
    }
    QuantizedRows w = Samples.quantized(70, 4096, 128, 2);
    Kernels reference = new ReferenceKernels();
    float[] b = Samples.uniform(1, 70, 3).array();

    FloatMatrix y = spikes(subject(), subject().pack(w, b), x);

    FloatMatrix expected = spikes(reference, reference.pack(w, b), x);
    Agreement.agree(
        y, expected, Samples.map(expected, z -> Math.max(100, Math.abs(z))), 4096 / 128);
  }

  @Test
  default void talliesAreThoseOfTheReference() {
    for (int channels : new int[] {384, 70, 1408}) {
      FloatMatrix x = Samples.uniform(90, channels, 5);
      for (int t = 3; t < 90; t += 11) {
        x.set(t, t % channels, 40 * t);
      }

      SpikeTally tally = tally(subject(), x);

      SpikeTally expected = tally(new ReferenceKernels(), x);
      assertThat(tally.channels()).isEqualTo(80L * channels);
      for (int bin = 0; bin < SpikeTally.BINS; bin++) {
        assertThat(tally.bin(bin)).as("bin %d", bin).isEqualTo(expected.bin(bin));
      }
      assertThat(tally.spikes()).isEqualTo(expected.spikes());
      assertThat(tally.sparsity()).isEqualTo(expected.sparsity());
    }
  }

  private static SpikeTally tally(Kernels kernels, FloatMatrix x) {
    SpikeTally tally = new SpikeTally();
    Workspace workspace = Samples.scratch();
    try (Workspace.Frame frame = workspace.open()) {
      kernels.tally(operand(kernels, Precision.SPIKING, x, frame), 1, 80, tally);
    }
    return tally;
  }

  /** Rows within a byte, and rows with outliers that are not. */
  @Test
  default void countsAreReadAsTheyAreDefined() {
    for (int channels : new int[] {1, 63, 384, 1030}) {
      FloatMatrix x = Samples.uniform(9, channels, 6);
      x.set(2, channels / 2, 90);
      x.set(7, channels - 1, -5e4f);
      int[] counts = new int[channels];
      int largest = 0;
      Workspace workspace = Samples.scratch();

      try (Workspace.Frame frame = workspace.open()) {
        Operand operand = operand(subject(), Precision.SPIKING, x, frame);
        for (int t = 0; t < x.rows(); t++) {
          subject().counts(operand, t, counts);

          float k = OperandFormat.DEFAULT_SPIKE_K;
          float v = SpikeThreshold.of(x.array(), x.at(t), channels, k);
          for (int i = 0; i < channels; i++) {
            assertThat(counts[i])
                .as("row %d, channel %d of %d", t, i, channels)
                .isEqualTo((int) SpikeThreshold.count(x.get(t, i), v));
            largest = Math.max(largest, Math.abs(counts[i]));
          }
        }
      }
      assertThat(largest > Byte.MAX_VALUE).isEqualTo(channels > 1);
    }
  }

  private static FloatMatrix spikes(Kernels kernels, PackedMatrix w, FloatMatrix x) {
    return project(kernels, w, Precision.SPIKING, x);
  }

  @ParameterizedTest
  @EnumSource
  default void aRowOfZerosGivesTheBias(Precision precision) {
    FloatMatrix b = Samples.uniform(1, 9, 3);
    FloatMatrix w = Samples.uniform(9, 70, 2);

    FloatMatrix y = project(subject(), precision, FloatMatrix.zeros(1, 70), w, b);

    Agreement.identical(y, b);
  }

  @ParameterizedTest
  @EnumSource
  default void theLargestIntegersAddUpExactly(Precision precision) {
    FloatMatrix ones = Samples.filled(3, 5000, i -> 1);
    FloatMatrix w = Samples.filled(2, 5000, i -> i < 5000 ? 1 : -1);

    FloatMatrix y = project(subject(), precision, ones, w, FloatMatrix.zeros(1, 2));

    for (int t = 0; t < 3; t++) {
      assertThat(y.get(t, 0)).isEqualTo(5000, within(2e-3f));
      assertThat(y.get(t, 1)).isEqualTo(-y.get(t, 0));
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aNormIntoAnOperandIsTheNormAndThenTheOperand(Precision precision) {
    for (int width : new int[] {1, 16, 37, 64, 129, 384}) {
      FloatMatrix x = Samples.uniform(70, width, 1);
      float[] gain = Samples.uniform(1, width, 2).array();
      FloatMatrix w = Samples.uniform(33, width, 3);
      FloatMatrix b = Samples.uniform(1, 33, 4);
      FloatMatrix normed = FloatMatrix.zeros(70, width);
      FloatMatrix y = FloatMatrix.zeros(70, 33);
      Workspace workspace = Samples.scratch();

      subject().rmsNorm(x, gain, 1e-6f, normed);
      try (Workspace.Frame frame = workspace.open()) {
        Operand operand = subject().operand(70, width, OperandFormat.of(precision), frame);
        subject().rmsNorm(Samples.strided(x), gain, 1e-6f, operand);
        subject().project(operand, packed(subject(), precision, w, b), y, workspace);
      }

      Agreement.identical(y, project(subject(), precision, normed, w, b));
    }
  }

  @ParameterizedTest
  @EnumSource
  default void swiGluAgreesWithTheReferenceForSmallAndLargeGates(Precision precision) {
    for (double largest : new double[] {4, 120, 1e15}) {
      for (int[] shape : SHAPES) {
        FloatMatrix x = Samples.uniform(shape[0], shape[1], 1);
        FloatMatrix w = Samples.uniform(2 * shape[2], shape[1], 2);
        FloatMatrix scaled = Samples.map(w, z -> z * largest / shape[1]);
        FloatMatrix b = Samples.uniform(1, 2 * shape[2], 3);

        FloatMatrix y = swiGlu(subject(), precision, x, scaled, b);

        FloatMatrix expected = swiGlu(new ReferenceKernels(), precision, x, scaled, b);
        // A gate's rounding is an exponent's: relative errors grow with what is added up in it.
        double size = 1 + largest;
        Agreement.agree(y, expected, Samples.map(expected, z -> size * size), shape[1] + 4);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void swiGluOfARowIsTheSameAloneAndAmongOthers(Precision precision) {
    FloatMatrix x = Samples.uniform(140, 48, 1);
    FloatMatrix w = Samples.uniform(2 * 90, 48, 2);
    FloatMatrix b = Samples.uniform(1, 2 * 90, 3);

    FloatMatrix all = swiGlu(subject(), precision, x, w, b);

    for (int t = 0; t < 140; t += 11) {
      Agreement.identical(swiGlu(subject(), precision, x.rows(t, 1), w, b), all.rows(t, 1));
    }
  }

  /** The gated rows in float32, as a product with the unit matrix shows them. */
  private static FloatMatrix swiGlu(
      Kernels kernels, Precision precision, FloatMatrix x, FloatMatrix w, FloatMatrix b) {
    int F = w.rows() / 2;
    FloatMatrix unit = Samples.filled(F, F, i -> (int) i / F == (int) i % F ? 1 : 0);
    FloatMatrix y = FloatMatrix.zeros(x.rows(), F);
    Workspace workspace = Samples.scratch();
    try (Workspace.Frame frame = workspace.open()) {
      Operand gated = kernels.operand(x.rows(), F, OperandFormat.of(Precision.FLOAT32), frame);
      kernels.swiGlu(
          operand(kernels, precision, x, frame),
          packed(kernels, precision, w, b),
          gated,
          workspace);
      kernels.project(
          gated, packed(kernels, Precision.FLOAT32, unit, FloatMatrix.zeros(1, F)), y, workspace);
    }
    return y;
  }

  private static Operand operand(
      Kernels kernels, Precision precision, FloatMatrix x, Workspace.Frame frame) {
    Operand operand = kernels.operand(x.rows(), x.cols(), OperandFormat.of(precision), frame);
    kernels.load(x, operand);
    return operand;
  }

  private static PackedMatrix packed(
      Kernels kernels, Precision precision, FloatMatrix w, FloatMatrix b) {
    return kernels.pack(Samples.weights(w), b.array(), precision);
  }

  private static FloatMatrix project(
      Kernels kernels, Precision precision, FloatMatrix x, FloatMatrix w, FloatMatrix b) {
    return project(kernels, packed(kernels, precision, w, b), precision, x);
  }

  private static FloatMatrix project(Kernels kernels, PackedMatrix w, FloatMatrix x) {
    return project(kernels, w, w.precision(), x);
  }

  private static FloatMatrix project(
      Kernels kernels, PackedMatrix w, Precision precision, FloatMatrix x) {
    FloatMatrix y = FloatMatrix.zeros(x.rows(), w.outputs());
    Workspace workspace = Samples.scratch();
    try (Workspace.Frame frame = workspace.open()) {
      kernels.project(operand(kernels, precision, x, frame), w, y, workspace);
    }
    return y;
  }

  /** What the result would be if every term were positive. */
  private static FloatMatrix magnitude(
      Precision precision, FloatMatrix x, FloatMatrix w, FloatMatrix b) {
    return project(
        new ReferenceKernels(),
        precision,
        Samples.absolute(x),
        Samples.absolute(w),
        Samples.absolute(b));
  }
}
