package io.corpuscle.engine.kernel;

import io.corpuscle.engine.kernel.reference.ReferenceKernels;
import io.corpuscle.engine.tensor.FloatMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link Kernels#project}. */
public interface ProjectionContract {

  /** The kernels under test. */
  Kernels subject();

  @ParameterizedTest(name = "T={0} I={1} O={2}")
  @CsvSource({
    "1,1,1",
    "1,7,3",
    "2,16,31",
    "3,16,5",
    "5,64,64",
    "7,63,17",
    "8,64,32",
    "9,65,33",
    "4,130,33",
    "16,1,40",
    "17,37,96",
    "64,384,50",
    "13,1030,61",
    "3,5,1100"
  })
  default void projectAgreesWithTheReference(int T, int I, int O) {
    FloatMatrix x = Samples.uniform(T, I, 1);
    FloatMatrix w = Samples.uniform(O, I, 2);
    FloatMatrix b = Samples.uniform(1, O, 3);

    FloatMatrix y = project(subject(), x, w, b, FloatMatrix.zeros(T, O));

    Kernels reference = new ReferenceKernels();
    FloatMatrix expected = project(reference, x, w, b, FloatMatrix.zeros(T, O));
    FloatMatrix magnitude =
        project(
            reference,
            Samples.absolute(x),
            Samples.absolute(w),
            Samples.absolute(b),
            FloatMatrix.zeros(T, O));
    Agreement.agree(y, expected, magnitude, I + 1);
  }

  @Test
  default void aRowOfAProductIsTheSameAloneAndAmongOthers() {
    FloatMatrix x = Samples.uniform(37, 129, 4);
    FloatMatrix w = Samples.uniform(70, 129, 5);
    FloatMatrix b = Samples.uniform(1, 70, 6);

    FloatMatrix all = project(subject(), x, w, b, FloatMatrix.zeros(37, 70));

    for (int from = 0; from < 37; from += 5) {
      for (int count : new int[] {1, 2, 7, 8, 9, 37 - from}) {
        int n = Math.min(count, 37 - from);
        FloatMatrix some = project(subject(), x.rows(from, n), w, b, FloatMatrix.zeros(n, 70));
        Agreement.identical(some, all.rows(from, n));
      }
    }
  }

  @Test
  default void projectReadsAndWritesSlicesOfWiderMatrices() {
    FloatMatrix x = Samples.uniform(11, 48, 7);
    FloatMatrix w = Samples.uniform(67, 48, 8);
    FloatMatrix b = Samples.uniform(1, 67, 9);
    FloatMatrix y = Samples.stridedOutput(11, 67);

    project(subject(), Samples.strided(x), w, b, y);

    Agreement.identical(y, project(subject(), x, w, b, FloatMatrix.zeros(11, 67)));
    Agreement.surroundingsUntouched(y);
  }

  private static FloatMatrix project(
      Kernels kernels, FloatMatrix x, FloatMatrix w, FloatMatrix b, FloatMatrix y) {
    PackedMatrix packed = kernels.pack(Samples.weights(w), b.array());
    kernels.project(x, packed, y, Samples.scratch());
    return y;
  }
}
