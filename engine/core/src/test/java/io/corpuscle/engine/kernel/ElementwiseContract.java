package io.corpuscle.engine.kernel;

import io.corpuscle.engine.kernel.reference.ReferenceKernels;
import io.corpuscle.engine.tensor.FloatMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations that see one row at a time. */
public interface ElementwiseContract {

  /** The kernels under test. */
  Kernels subject();

  /** An operation that overwrites {@code y}, given what it reads besides as {@code x}. */
  @FunctionalInterface
  interface Operation {
    void apply(Kernels kernels, FloatMatrix x, FloatMatrix y);
  }

  @ParameterizedTest(name = "width {0}")
  @ValueSource(ints = {1, 2, 3, 7, 8, 15, 16, 17, 24, 31, 37, 64, 129})
  default void rmsNormAgreesWithTheReference(int width) {
    Operation norm = (kernels, x, y) -> kernels.rmsNorm(x, gain(x.cols()), 1e-6f, y);

    holds(norm, Samples.uniform(9, width, 1), Samples.uniform(9, width, 2), width + 4);
  }

  @ParameterizedTest(name = "width {0}")
  @ValueSource(ints = {1, 15, 16, 37})
  default void rmsNormMayOverwriteItsInput(int width) {
    FloatMatrix x = Samples.uniform(5, width, 3);
    FloatMatrix y = FloatMatrix.zeros(5, width);

    subject().rmsNorm(x, gain(width), 1e-6f, y);
    subject().rmsNorm(x, gain(width), 1e-6f, x);

    Agreement.identical(x, y);
  }

  @Test
  default void rmsNormOfZerosIsZero() {
    FloatMatrix y = Samples.uniform(2, 24, 4);

    subject().rmsNorm(FloatMatrix.zeros(2, 24), gain(24), 1e-6f, y);

    Agreement.identical(y, FloatMatrix.zeros(2, 24));
  }

  @ParameterizedTest(name = "width {0}")
  @ValueSource(ints = {1, 7, 15, 16, 17, 24, 37, 64})
  default void reluAgreesWithTheReference(int width) {
    Operation relu = (kernels, x, y) -> kernels.relu(y);

    holds(relu, Samples.uniform(6, width, 5), Samples.uniform(6, width, 6), 1);
  }

  @ParameterizedTest(name = "width {0}")
  @ValueSource(ints = {1, 7, 15, 16, 17, 24, 37, 64})
  default void logDecayAgreesWithTheReferenceForWeakAndStrongDecays(int width) {
    Operation decay = (kernels, x, y) -> kernels.logDecay(y, 16);

    holds(decay, Samples.uniform(6, width, 9), spread(width, 4), 4);
    holds(decay, Samples.uniform(6, width, 9), spread(width, 120), 4);
    holds(decay, Samples.uniform(6, width, 9), spread(width, 1e30), 4);
  }

  @ParameterizedTest(name = "width {0}")
  @ValueSource(ints = {1, 7, 15, 16, 17, 24, 37, 64})
  default void sigmoidAgreesWithTheReference(int width) {
    Operation sigmoid = (kernels, x, y) -> kernels.sigmoid(y);

    holds(sigmoid, Samples.uniform(6, width, 9), spread(width, 4), 4);
    holds(sigmoid, Samples.uniform(6, width, 9), spread(width, 60), 4);
  }

  @ParameterizedTest(name = "head size {0}")
  @ValueSource(ints = {2, 16, 24, 30, 32, 34, 64, 128})
  default void rotateAgreesWithTheReference(int headDim) {
    int heads = 3;
    FloatMatrix angles = Samples.filled(7, headDim / 2, i -> 1_000_003.0 * i);
    FloatMatrix cos = Samples.map(angles, Math::cos);
    FloatMatrix sin = Samples.map(angles, Math::sin);
    FloatMatrix x = Samples.uniform(7, heads * headDim, 13);
    FloatMatrix actual = Samples.strided(x);
    FloatMatrix expected = Samples.copy(x);

    subject().rotate(Samples.strided(cos), Samples.strided(sin), actual);
    new ReferenceKernels().rotate(cos, sin, expected);

    Agreement.agree(actual, expected, Samples.map(x, v -> 2), 1);
    Agreement.surroundingsUntouched(actual);
  }

  /**
   * Agreement with the reference, on slices of wider matrices, and each row alone with the same
   * bits as all together.
   */
  private void holds(Operation operation, FloatMatrix x, FloatMatrix y, double roundings) {
    FloatMatrix expected = Samples.copy(y);
    FloatMatrix together = Samples.copy(y);
    FloatMatrix strided = Samples.strided(y);

    operation.apply(new ReferenceKernels(), x, expected);
    operation.apply(subject(), x, together);
    operation.apply(subject(), Samples.strided(x), strided);

    Agreement.agree(together, expected, Samples.absolute(expected), roundings);
    Agreement.identical(strided, together);
    Agreement.surroundingsUntouched(strided);
    for (int r = 0; r < y.rows(); r++) {
      FloatMatrix alone = Samples.copy(y.rows(r, 1));
      operation.apply(subject(), x.rows(r, 1), alone);
      Agreement.identical(alone, together.rows(r, 1));
    }
  }

  private static float[] gain(int width) {
    return Samples.uniform(1, width, 10).array();
  }

  /** Numbers up to {@code largest} of both signs, and 0. */
  private static FloatMatrix spread(int width, double largest) {
    FloatMatrix x = Samples.map(Samples.uniform(6, width, 14), v -> largest * v * v * v);
    x.set(0, 0, 0);
    return x;
  }
}
