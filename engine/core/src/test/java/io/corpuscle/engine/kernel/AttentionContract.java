package io.corpuscle.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.engine.kernel.reference.ReferenceKernels;
import io.corpuscle.engine.state.Bfloat16Window;
import io.corpuscle.engine.state.FloatWindow;
import io.corpuscle.engine.state.Int8Window;
import io.corpuscle.engine.state.WindowShape;
import io.corpuscle.engine.state.WindowState;
import io.corpuscle.engine.tensor.FloatMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Kernels#windowAttention}. */
public interface AttentionContract {

  /** The kernels under test. */
  Kernels subject();

  /** One run's inputs. */
  record AttentionInputs(FloatMatrix q, FloatMatrix k, FloatMatrix v, int w, int G, int d) {

    static AttentionInputs of(int T, int w, int H, int G, int d) {
      return new AttentionInputs(
          Samples.map(Samples.uniform(T, H * d, 1), z -> 3 * z),
          Samples.uniform(T, G * d, 2),
          Samples.uniform(T, G * d, 3),
          w,
          G,
          d);
    }

    AttentionInputs rows(int from, int count) {
      return new AttentionInputs(
          q.rows(from, count), k.rows(from, count), v.rows(from, count), w, G, d);
    }

    AttentionInputs strided() {
      return new AttentionInputs(
          Samples.strided(q), Samples.strided(k), Samples.strided(v), w, G, d);
    }

    /** Weights are positive: the magnitude of the terms is that of the values. */
    AttentionInputs absoluteValues() {
      return new AttentionInputs(q, k, Samples.absolute(v), w, G, d);
    }

    AttentionInputs sharper(double factor) {
      return new AttentionInputs(Samples.map(q, z -> factor * z), k, v, w, G, d);
    }

    FloatWindow start() {
      return new FloatWindow(WindowShape.whole(w, G, d));
    }

    /** o, after reading all of this into {@code state}. */
    FloatMatrix read(Kernels kernels, WindowState state) {
      FloatMatrix o = FloatMatrix.zeros(q.rows(), q.cols());
      kernels.windowAttention(q, k, v, state, o, Samples.scratch());
      return o;
    }
  }

  @ParameterizedTest(name = "T={0} w={1} H={2} G={3} d={4}")
  @CsvSource({
    "1,1,1,1,16",
    "1,512,6,2,64",
    "5,1,4,2,32",
    "70,1,2,1,24",
    "64,64,3,1,16",
    "65,64,6,2,64",
    "130,63,4,2,32",
    "200,65,4,4,24",
    "150,7,2,2,128",
    "300,1000,3,1,32",
    "257,100,1,1,7",
    "200,128,6,2,64"
  })
  default void attentionAgreesWithTheReference(int T, int w, int H, int G, int d) {
    agrees(AttentionInputs.of(T, w, H, G, d), 0);
  }

  @ParameterizedTest(name = "scores up to {0}")
  @ValueSource(doubles = {0, 10, 100, 10_000})
  default void attentionIsFiniteAndAccurateForSharpScores(double factor) {
    agrees(AttentionInputs.of(100, 70, 2, 1, 16).sharper(factor), factor);
  }

  @ParameterizedTest(name = "n={0} w={1} d={2}")
  @CsvSource({"1,7,16", "8,32,16", "64,64,32", "70,33,24", "130,100,64"})
  default void everyTokenSeesTheSinksBesideItsWindow(int n, int w, int d) {
    AttentionInputs inputs = AttentionInputs.of(150, w, 4, 2, d);
    WindowState sinks = sinks(Samples.uniform(n, 2 * d, 21), Samples.uniform(n, 2 * d, 22));
    WindowState absolute =
        sinks(Samples.uniform(n, 2 * d, 21), Samples.absolute(Samples.uniform(n, 2 * d, 22)));
    ReferenceKernels reference = new ReferenceKernels();
    FloatMatrix expected = inputs.read(reference, behind(sinks, inputs.start()));
    FloatMatrix magnitude =
        inputs.absoluteValues().read(reference, behind(absolute, inputs.start()));

    WindowState state = behind(sinks, inputs.start());
    FloatMatrix o = inputs.read(subject(), state);

    Agreement.agree(o, expected, magnitude, roundings(inputs, 0) + n);
    // And so does the next document.
    state.reset();
    Agreement.identical(inputs.read(subject(), state), o);
  }

  /** A window that holds these, of two heads. */
  private static WindowState sinks(FloatMatrix k, FloatMatrix v) {
    WindowState keys = new FloatWindow(WindowShape.whole(k.rows(), 2, k.cols() / 2));
    keys.appendAll(k, v);
    return keys;
  }

  private static WindowState behind(WindowState sinks, WindowState state) {
    state.startFrom(sinks);
    return state;
  }

  @ParameterizedTest(name = "n={0}")
  @ValueSource(ints = {1, 8, 64, 70, 130})
  default void sinksSeeOneAnotherInBothDirections(int n) {
    WindowState sinks = sinks(Samples.uniform(n, 48, 1), Samples.uniform(n, 48, 2));
    WindowState absolute =
        sinks(Samples.uniform(n, 48, 1), Samples.absolute(Samples.uniform(n, 48, 2)));
    FloatMatrix q = Samples.uniform(n, 96, 3);

    FloatMatrix o = amongThemselves(subject(), q, sinks);

    ReferenceKernels reference = new ReferenceKernels();
    Agreement.agree(
        o,
        amongThemselves(reference, q, sinks),
        amongThemselves(reference, q, absolute),
        24 + 2 * n);
  }

  private static FloatMatrix amongThemselves(Kernels kernels, FloatMatrix q, WindowState sinks) {
    FloatMatrix o = FloatMatrix.zeros(q.rows(), q.cols());
    kernels.sinkAttention(q, sinks, o, Samples.scratch());
    return o;
  }

  @Test
  default void attentionFollowsTheWindowMillionsOfTokensIntoADocument() {
    AttentionInputs inputs = AttentionInputs.of(100, 70, 2, 1, 16);
    FloatWindow actual = inputs.start();
    FloatWindow expected = inputs.start();
    FloatWindow magnitude = inputs.start();
    FloatMatrix past = Samples.uniform(50_021, 16, 4);
    for (int i = 0; i < 43; i++) {
      actual.append(past, past, 0, past.rows());
      expected.append(past, past, 0, past.rows());
      magnitude.append(past, Samples.absolute(past), 0, past.rows());
    }

    FloatMatrix o = inputs.read(subject(), actual);

    ReferenceKernels reference = new ReferenceKernels();
    Agreement.agree(
        o,
        inputs.read(reference, expected),
        inputs.absoluteValues().read(reference, magnitude),
        roundings(inputs, 0));
    assertThat(actual.position()).isEqualTo(43L * 50_021 + 100);
  }

  @ParameterizedTest(name = "first read {0}")
  @ValueSource(ints = {1, 2, 8, 31, 63, 64, 65, 100, 128, 199})
  default void attentionCutAnywhereGivesTheSameBits(int cut) {
    AttentionInputs inputs = AttentionInputs.of(200, 90, 6, 2, 16);
    FloatWindow whole = inputs.start();
    FloatWindow pieces = inputs.start();

    FloatMatrix o = inputs.read(subject(), whole);

    Agreement.identical(inputs.rows(0, cut).read(subject(), pieces), o.rows(0, cut));
    Agreement.identical(
        inputs.rows(cut, 200 - cut).read(subject(), pieces), o.rows(cut, 200 - cut));
    assertThat(pieces.keys()).isEqualTo(whole.keys());
    assertThat(pieces.values()).isEqualTo(whole.values());
    assertThat(pieces.position()).isEqualTo(whole.position()).isEqualTo(200);
  }

  @Test
  default void attentionOneTokenAtATimeGivesTheSameBits() {
    AttentionInputs inputs = AttentionInputs.of(150, 66, 3, 1, 32);
    WindowState state = inputs.start();

    FloatMatrix o = inputs.read(subject(), inputs.start());

    for (int t = 0; t < 150; t++) {
      Agreement.identical(inputs.rows(t, 1).read(subject(), state), o.rows(t, 1));
    }
  }

  @Test
  default void attentionReadsAndWritesSlicesOfWiderMatrices() {
    AttentionInputs inputs = AttentionInputs.of(100, 70, 4, 2, 16);
    AttentionInputs strided = inputs.strided();
    FloatMatrix o = Samples.stridedOutput(100, 64);

    subject()
        .windowAttention(
            strided.q(), strided.k(), strided.v(), inputs.start(), o, Samples.scratch());

    Agreement.identical(o, inputs.read(subject(), inputs.start()));
    Agreement.surroundingsUntouched(o);
  }

  private void agrees(AttentionInputs inputs, double sharpness) {
    ReferenceKernels reference = new ReferenceKernels();

    FloatMatrix o = inputs.read(subject(), inputs.start());

    Agreement.agree(
        o,
        inputs.read(reference, inputs.start()),
        inputs.absoluteValues().read(reference, inputs.start()),
        roundings(inputs, sharpness));
  }

  /**
   * d terms a score and w terms a sum; and a score is an exponent, so that its own rounding is a
   * relative error as large as the score.
   */
  private static double roundings(AttentionInputs inputs, double sharpness) {
    double score = 1 + sharpness;
    return inputs.w() + inputs.d() * score * score;
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = Precision.class,
      names = {"FLOAT32", "BFLOAT16", "INT8"})
  default void sinksAreKeptAsTheWindowIs(Precision precision) {
    int n = 70;
    int d = 32;
    AttentionInputs inputs = AttentionInputs.of(150, 40, 4, 2, d);
    FloatMatrix k = Samples.uniform(n, 2 * d, 21);
    FloatMatrix v = Samples.uniform(n, 2 * d, 22);
    WindowState sinks = subject().window(WindowShape.whole(n, 2, d), precision);
    sinks.appendAll(k, v);
    WindowState state = subject().window(WindowShape.whole(40, 2, d), precision);
    state.startFrom(sinks);

    FloatMatrix o = inputs.read(subject(), state);

    // The reference on the numbers that the subject's windows hold, whatever they were rounded to.
    WindowState held = new FloatWindow(WindowShape.whole(n, 2, d));
    held.appendAll(kept(sinks, n, WindowState::key), kept(sinks, n, WindowState::value));
    WindowState expectedState =
        precision == Precision.INT8
            ? new Int8Window(WindowShape.whole(40, 2, d))
            : new FloatWindow(WindowShape.whole(40, 2, d));
    expectedState.startFrom(held);
    FloatMatrix expected = inputs.read(new ReferenceKernels(), expectedState);
    float tolerance = state instanceof Bfloat16Window ? 4 * 0x1p-8f : 1e-5f;
    for (int i = 0; i < o.array().length; i++) {
      assertThat(o.array()[i]).isCloseTo(expected.array()[i], within(tolerance));
    }
  }

  /** What a window holds of one channel. */
  @FunctionalInterface
  interface Held {
    float of(WindowState window, long position, int g, int i);
  }

  private static FloatMatrix kept(WindowState window, int n, Held held) {
    FloatMatrix rows = FloatMatrix.zeros(n, window.kvHeads() * window.headDim());
    for (int t = 0; t < n; t++) {
      for (int c = 0; c < rows.cols(); c++) {
        rows.set(t, c, held.of(window, t, c / window.headDim(), c % window.headDim()));
      }
    }
    return rows;
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = Precision.class,
      names = {"FLOAT32", "BFLOAT16", "INT8"})
  default void memoryThatGrowsWithTheDocumentChangesNoBit(Precision precision) {
    int T = 4_300;
    int most = 9_000;
    AttentionInputs inputs = AttentionInputs.of(T, most, 1, 1, 32);
    WindowState growing = subject().window(WindowShape.growing(most, 1, 32), precision);
    long before = growing.bytes();

    FloatMatrix whole =
        inputs.read(subject(), subject().window(WindowShape.whole(most, 1, 32), precision));
    FloatMatrix grown = inputs.read(subject(), growing);

    Agreement.identical(grown, whole);
    assertThat(growing.bytes()).isBetween(2 * before, growing.mostBytes() - 1);
    // And memory that a longer document left behind changes none either.
    growing.reset();
    Agreement.identical(inputs.read(subject(), growing), whole);
  }
}
