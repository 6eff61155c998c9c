package io.corpuscle.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.engine.kernel.reference.ReferenceKernels;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Kernels#surprisal} and {@link Kernels#surprisalAndEntropy}. */
public interface SurprisalContract {

  /** The kernels under test. */
  Kernels subject();

  /** nll and entropy of T rows, {@code [2, T]}. */
  private static FloatMatrix measure(
      Kernels kernels,
      Precision precision,
      FloatMatrix x,
      FloatMatrix w,
      float[] bias,
      int[] targets) {
    FloatMatrix result = FloatMatrix.zeros(2, x.rows());
    float[] nll = new float[x.rows()];
    float[] entropy = new float[x.rows()];
    PackedMatrix head = kernels.pack(Samples.weights(w), bias, precision);
    Workspace workspace = Samples.scratch();
    try (Workspace.Frame frame = workspace.open()) {
      Operand operand = kernels.operand(x.rows(), x.cols(), OperandFormat.of(precision), frame);
      kernels.load(x, operand);
      kernels.surprisalAndEntropy(operand, head, targets, nll, entropy, workspace);
    }
    System.arraycopy(nll, 0, result.array(), result.at(0), nll.length);
    System.arraycopy(entropy, 0, result.array(), result.at(1), nll.length);
    return result;
  }

  private static int[] targets(int T, int V) {
    return IntStream.range(0, T).map(t -> (t * 31 + V - 1) % V).toArray();
  }

  @ParameterizedTest(name = "T={0} D={1} V={2} logits up to {3}")
  @CsvSource({
    "1,1,1,1",
    "1,8,2,3",
    "3,16,16,2",
    "5,24,31,5",
    "8,7,33,5",
    "9,64,61,20",
    "17,32,1000,10",
    "3,384,2500,4",
    "5,384,2500,0.3",
    "2,700,513,0.3"
  })
  default void surprisalAndEntropyAgreeWithTheReference(int T, int D, int V, double scale) {
    FloatMatrix x = Samples.map(Samples.uniform(T, D, 1), z -> z * scale);
    FloatMatrix w = Samples.uniform(V, D, 2);
    float[] bias = Samples.uniform(1, V, 3).array();

    FloatMatrix actual = measure(subject(), Precision.FLOAT32, x, w, bias, targets(T, V));

    FloatMatrix expected =
        measure(new ReferenceKernels(), Precision.FLOAT32, x, w, bias, targets(T, V));
    // A logit is a sum of D terms; the largest bounds what nll and entropy can lose to rounding.
    FloatMatrix magnitude = Samples.map(expected, z -> scale * Math.sqrt(D) + Math.log(V));
    Agreement.agree(actual, expected, magnitude, D + 1);
  }

  @ParameterizedTest
  @EnumSource
  default void surprisalAgreesWithTheReferenceInEveryPrecision(Precision precision) {
    FloatMatrix x = Samples.map(Samples.uniform(70, 96, 1), z -> 3 * z);
    FloatMatrix w = Samples.uniform(1500, 96, 2);
    float[] bias = Samples.uniform(1, 1500, 3).array();

    FloatMatrix actual = measure(subject(), precision, x, w, bias, targets(70, 1500));

    FloatMatrix expected =
        measure(new ReferenceKernels(), precision, x, w, bias, targets(70, 1500));
    FloatMatrix magnitude = Samples.map(expected, z -> 3 * Math.sqrt(96) + Math.log(1500));
    Agreement.agree(actual, expected, magnitude, 97);
  }

  @ParameterizedTest(name = "logits of {0}")
  @ValueSource(doubles = {1e3, 1e6, 1e20, -1e3, -1e6, -1e20})
  default void surprisalIsExactForExtremeLogits(double logit) {
    // One token has this logit, the 40 others 0: whichever is larger by so much is certain.
    FloatMatrix w = Samples.filled(41, 1, i -> i == 3 ? logit : 0);
    FloatMatrix x = Samples.filled(2, 1, i -> 1);

    FloatMatrix actual =
        measure(subject(), Precision.FLOAT32, x, w, new float[41], new int[] {3, 4});

    double ofThis = logit > 0 ? 0 : -logit + Math.log(40);
    double ofAnother = logit > 0 ? logit : Math.log(40);
    double entropy = logit > 0 ? 0 : Math.log(40);
    assertThat(actual.get(0, 0)).isCloseTo((float) ofThis, within(1e-6f * (float) (1 + ofThis)));
    assertThat(actual.get(0, 1))
        .isCloseTo((float) ofAnother, within(1e-6f * (float) (1 + ofAnother)));
    assertThat(actual.get(1, 0)).isCloseTo((float) entropy, within(1e-5f));
  }

  @ParameterizedTest(name = "V={0}")
  @ValueSource(ints = {1, 2, 16, 37, 8192})
  default void surprisalAndEntropyOfEqualLogitsAreTheLogarithmOfTheVocabulary(int V) {
    FloatMatrix x = Samples.uniform(3, 4, 4);

    FloatMatrix actual =
        measure(
            subject(), Precision.FLOAT32, x, FloatMatrix.zeros(V, 4), new float[V], targets(3, V));

    for (float value : actual.array()) {
      assertThat(value).isCloseTo((float) Math.log(V), within(1e-5f));
    }
  }

  @ParameterizedTest
  @EnumSource
  default void surprisalOfARowIsTheSameAloneAndAmongOthersAndWithoutEntropy(Precision precision) {
    FloatMatrix x = Samples.uniform(21, 33, 5);
    FloatMatrix w = Samples.uniform(700, 33, 6);
    float[] bias = Samples.uniform(1, 700, 7).array();
    int[] targets = targets(21, 700);
    FloatMatrix all = measure(subject(), precision, x, w, bias, targets);

    float[] nll = new float[21];
    PackedMatrix head = subject().pack(Samples.weights(w), bias, precision);
    Workspace workspace = Samples.scratch();
    try (Workspace.Frame frame = workspace.open()) {
      Operand operand = subject().operand(21, 33, OperandFormat.of(precision), frame);
      subject().load(Samples.strided(x), operand);
      subject().surprisal(operand, head, targets, nll, workspace);
    }

    Agreement.identical(FloatMatrix.of(nll, 0, 1, 21), all.rows(0, 1));
    for (int t = 0; t < 21; t++) {
      FloatMatrix one =
          measure(subject(), precision, x.rows(t, 1), w, bias, new int[] {targets[t]});
      Agreement.identical(one, Samples.copy(all.columns(t, 1)));
    }
  }
}
