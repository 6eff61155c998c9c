package io.corpuscle.engine.kernel;

import static io.corpuscle.engine.state.WindowState.TILE;
import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.kernel.reference.ReferenceKernels;
import io.corpuscle.engine.state.RecurrentState;
import io.corpuscle.engine.tensor.FloatMatrix;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Kernels#gatedLinearScan}. */
public interface ScanContract {

  /** The kernels under test. */
  Kernels subject();

  /** One run's inputs. */
  record ScanInputs(FloatMatrix q, FloatMatrix k, FloatMatrix v, FloatMatrix a, int G, int d) {

    static ScanInputs of(int T, int H, int G, int d, FloatMatrix a) {
      return new ScanInputs(
          Samples.map(Samples.uniform(T, H * d, 1), z -> Math.max(z, 0)),
          Samples.map(Samples.uniform(T, G * d, 2), z -> Math.max(z, 0)),
          Samples.uniform(T, G * d, 3),
          a,
          G,
          d);
    }

    ScanInputs rows(int from, int count) {
      return new ScanInputs(
          q.rows(from, count), k.rows(from, count), v.rows(from, count), a.rows(from, count), G, d);
    }

    ScanInputs strided() {
      return new ScanInputs(
          Samples.strided(q), Samples.strided(k), Samples.strided(v), Samples.strided(a), G, d);
    }

    ScanInputs absolute() {
      return new ScanInputs(Samples.absolute(q), Samples.absolute(k), Samples.absolute(v), a, G, d);
    }

    RecurrentState start() {
      return new RecurrentState(G, d);
    }

    /** o, after reading all of this into {@code state}. */
    FloatMatrix read(Kernels kernels, RecurrentState state) {
      FloatMatrix o = FloatMatrix.zeros(q.rows(), q.cols());
      kernels.gatedLinearScan(q, k, v, a, state, o, Samples.scratch());
      return o;
    }
  }

  @ParameterizedTest(name = "T={0} H={1} G={2} d={3}")
  @CsvSource({
    "1,1,1,16",
    "1,6,2,64",
    "2,4,4,32",
    "7,2,1,24",
    "8,3,1,16",
    "9,6,2,64",
    "63,4,2,32",
    "64,6,2,64",
    "65,3,1,16",
    "130,4,1,24",
    "200,2,2,128",
    "193,1,1,7",
    "320,6,2,64"
  })
  default void scanAgreesWithTheReference(int T, int H, int G, int d) {
    agrees(ScanInputs.of(T, H, G, d, mild(T, G * d)));
  }

  @ParameterizedTest(name = "{0} a token")
  @ValueSource(doubles = {0, -0.3, -115.0 / 64, -5, -19.9, -20.1, -45, -86, -88, -100, -1000})
  default void scanIsFiniteAndAccurateWhenEveryChannelDecaysBy(double a) {
    agrees(ScanInputs.of(150, 3, 1, 32, Samples.filled(150, 32, i -> a)));
  }

  @Test
  default void scanIsFiniteAndAccurateWhenChannelsDecayDifferently() {
    double[] decays = {0, -1e-4, -0.03, -1.8, -20, -100};
    FloatMatrix byChannel = Samples.filled(200, 64, i -> decays[(int) i % 64 % decays.length]);
    Random random = new Random(4);
    FloatMatrix byToken =
        Samples.filled(200, 64, i -> decays[random.nextInt(50) < 49 ? 1 : 5] * random.nextDouble());

    agrees(ScanInputs.of(200, 4, 2, 32, byChannel));
    agrees(ScanInputs.of(200, 4, 2, 32, byToken));
  }

  @Test
  default void scanGoesOnFromTheStateItIsGiven() {
    ScanInputs inputs = ScanInputs.of(70, 4, 2, 32, mild(70, 64));
    RecurrentState actual = inputs.start();
    RecurrentState expected = inputs.start();
    RecurrentState magnitude = inputs.start();
    for (RecurrentState state : new RecurrentState[] {actual, expected, magnitude}) {
      System.arraycopy(
          Samples.filled(64, 32, i -> i % 7).array(), 0, state.s(), 0, state.s().length);
      state.advance(13);
    }

    FloatMatrix o = inputs.read(subject(), actual);

    Agreement.agree(
        o,
        inputs.read(new ReferenceKernels(), expected),
        inputs.absolute().read(new ReferenceKernels(), magnitude),
        roundings(32));
    assertThat(actual.position()).isEqualTo(83);
  }

  @ParameterizedTest(name = "from position {0}, cut at {1}")
  @CsvSource({"0,64", "0,128", "0,256", "13,64", "13,192", "63,64", "100,128"})
  default void scanCutAtTileEdgesGivesTheSameBits(int start, int edge) {
    int T = 5 * TILE - 3;
    int cut = edge - start;
    double[] decays = {0, -0.01, -0.4, -3};
    FloatMatrix a = Samples.filled(T, 64, i -> decays[(int) (i * 7 % 31) % decays.length]);
    ScanInputs inputs = ScanInputs.of(T, 4, 2, 32, a);
    RecurrentState whole = inputs.start();
    RecurrentState pieces = inputs.start();
    whole.advance(start);
    pieces.advance(start);

    FloatMatrix o = inputs.read(subject(), whole);

    FloatMatrix first = inputs.rows(0, cut).read(subject(), pieces);
    Agreement.identical(first, o.rows(0, cut));
    FloatMatrix second = inputs.rows(cut, T - cut).read(subject(), pieces);
    Agreement.identical(second, o.rows(cut, T - cut));
    Agreement.identical(matrix(pieces), matrix(whole));
    assertThat(pieces.position()).isEqualTo(whole.position()).isEqualTo(start + T);
  }

  @Test
  default void scanOneTokenAtATimeAgreesWithTheReference() {
    ScanInputs inputs = ScanInputs.of(70, 4, 2, 16, mild(70, 32));
    RecurrentState state = inputs.start();
    FloatMatrix o = FloatMatrix.zeros(70, 64);
    for (int t = 0; t < 70; t++) {
      FloatMatrix row = inputs.rows(t, 1).read(subject(), state);
      System.arraycopy(row.array(), 0, o.array(), o.at(t), 64);
    }

    ReferenceKernels reference = new ReferenceKernels();
    Agreement.agree(
        o,
        inputs.read(reference, inputs.start()),
        inputs.absolute().read(reference, inputs.start()),
        roundings(16));
  }

  @Test
  default void scanReadsAndWritesSlicesOfWiderMatrices() {
    ScanInputs inputs = ScanInputs.of(100, 4, 2, 16, mild(100, 32));
    ScanInputs strided = inputs.strided();
    FloatMatrix o = Samples.stridedOutput(100, 64);

    subject()
        .gatedLinearScan(
            strided.q(),
            strided.k(),
            strided.v(),
            strided.a(),
            inputs.start(),
            o,
            Samples.scratch());

    Agreement.identical(o, inputs.read(subject(), inputs.start()));
    Agreement.surroundingsUntouched(o);
  }

  private void agrees(ScanInputs inputs) {
    ReferenceKernels reference = new ReferenceKernels();
    RecurrentState state = inputs.start();
    RecurrentState expectedState = inputs.start();
    RecurrentState magnitudeState = inputs.start();

    FloatMatrix o = inputs.read(subject(), state);

    FloatMatrix expected = inputs.read(reference, expectedState);
    FloatMatrix magnitude = inputs.absolute().read(reference, magnitudeState);
    Agreement.agree(o, expected, magnitude, roundings(inputs.d()));
    Agreement.agree(
        matrix(state), matrix(expectedState), matrix(magnitudeState), roundings(inputs.d()));
    assertThat(state.position()).isEqualTo(inputs.q().rows());
  }

  /** d terms a product, as many tokens as a tile, and the roundings within an exponential. */
  private static double roundings(int d) {
    return d + TILE + 4;
  }

  private static FloatMatrix matrix(RecurrentState state) {
    return FloatMatrix.of(state.s(), 0, state.kvHeads() * state.headDim(), state.headDim());
  }

  /** Decays as a trained model has them: most channels remember long. */
  private static FloatMatrix mild(int T, int cols) {
    Random random = new Random(5);
    double[] channels = IntStream.range(0, cols).mapToDouble(i -> random.nextDouble()).toArray();
    return Samples.filled(
        T, cols, i -> -0.3 * Math.pow(channels[(int) i % cols], 4) * random.nextDouble());
  }
}
