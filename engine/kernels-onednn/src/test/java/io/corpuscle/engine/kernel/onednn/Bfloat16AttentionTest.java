package io.corpuscle.engine.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.engine.kernel.Agreement;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.Samples;
import io.corpuscle.engine.kernel.reference.ReferenceKernels;
import io.corpuscle.engine.state.Bfloat16Window;
import io.corpuscle.engine.state.WindowShape;
import io.corpuscle.engine.state.WindowState;
import io.corpuscle.engine.tensor.FloatMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attention over windows in bfloat16 against the reference on the same numbers. */
class Bfloat16AttentionTest {
  private static final Kernels KERNELS = new OnednnKernels();

  /**
   * Half a unit in the last of bfloat16's eight places, relative, for each of: queries and keys of
   * a score, which is an exponent; p; and v. Scores here stay below 3.
   */
  private static final float ROUNDING = 4 * 0x1p-8f;

  @ParameterizedTest(name = "T={0} w={1} H={2} G={3} d={4}")
  @CsvSource({
    "1,1,1,1,32",
    "5,1,4,2,32",
    "64,64,3,1,64",
    "65,64,6,2,64",
    "130,63,4,2,32",
    "200,65,4,4,96",
    "150,7,2,2,128",
    "300,1000,3,1,32",
    "700,512,6,2,64",
    "1300,1100,2,1,64",
    "2300,2100,1,1,32"
  })
  void agreesWithTheReference(int T, int w, int H, int G, int d) {
    FloatMatrix q = Samples.uniform(T, H * d, 1);
    FloatMatrix k = Samples.uniform(T, G * d, 2);
    FloatMatrix v = Samples.uniform(T, G * d, 3);
    WindowState state = KERNELS.window(WindowShape.whole(w, G, d), Precision.BFLOAT16);
    assertThat(state).isInstanceOf(Bfloat16Window.class);

    FloatMatrix o = read(KERNELS, state, q, k, v);

    Kernels reference = new ReferenceKernels();
    FloatMatrix expected =
        read(reference, reference.window(WindowShape.whole(w, G, d), Precision.BFLOAT16), q, k, v);
    for (int i = 0; i < o.array().length; i++) {
      assertThat(o.array()[i]).isCloseTo(expected.array()[i], within(ROUNDING));
    }
    assertThat(state.position()).isEqualTo(T);
  }

  @ParameterizedTest(name = "first read {0}")
  @ValueSource(ints = {64, 128, 192, 320, 640})
  void cutsAtWholeTilesGiveTheSameBits(int cut) {
    int T = 700;
    FloatMatrix q = Samples.uniform(T, 3 * 64, 1);
    FloatMatrix k = Samples.uniform(T, 64, 2);
    FloatMatrix v = Samples.uniform(T, 64, 3);
    WindowState pieces = KERNELS.window(WindowShape.whole(200, 1, 64), Precision.BFLOAT16);

    FloatMatrix whole =
        read(KERNELS, KERNELS.window(WindowShape.whole(200, 1, 64), Precision.BFLOAT16), q, k, v);

    Agreement.identical(
        read(KERNELS, pieces, q.rows(0, cut), k.rows(0, cut), v.rows(0, cut)), whole.rows(0, cut));
    Agreement.identical(
        read(KERNELS, pieces, q.rows(cut, T - cut), k.rows(cut, T - cut), v.rows(cut, T - cut)),
        whole.rows(cut, T - cut));
  }

  @Test
  void oneTokenAtATimeAgreesWithAllTogether() {
    int T = 300;
    FloatMatrix q = Samples.uniform(T, 2 * 32, 1);
    FloatMatrix k = Samples.uniform(T, 32, 2);
    FloatMatrix v = Samples.uniform(T, 32, 3);
    WindowState state = KERNELS.window(WindowShape.whole(100, 1, 32), Precision.BFLOAT16);

    FloatMatrix whole =
        read(KERNELS, KERNELS.window(WindowShape.whole(100, 1, 32), Precision.BFLOAT16), q, k, v);

    for (int t = 0; t < T; t++) {
      FloatMatrix one = read(KERNELS, state, q.rows(t, 1), k.rows(t, 1), v.rows(t, 1));
      for (int i = 0; i < one.cols(); i++) {
        assertThat(one.get(0, i)).isCloseTo(whole.get(t, i), within(ROUNDING));
      }
    }
  }

  @Test
  void aWindowHoldsTheLastKeysAndValuesAsBfloat16() {
    FloatMatrix k = Samples.uniform(300, 2 * 96, 1);
    FloatMatrix v = Samples.uniform(300, 2 * 96, 2);
    Bfloat16Window window = new Bfloat16Window(WindowShape.whole(100, 2, 96));
    for (int t = 0; t < 300; t += 50) {
      for (int from = t; from < t + 50; ) {
        int count = Math.min(t + 50 - from, WindowState.TILE - from % WindowState.TILE);
        window.append(k, v, from, count);
        from += count;
      }
    }

    for (long p = 200; p < 300; p++) {
      for (int g = 0; g < 2; g++) {
        for (int i = 0; i < 96; i++) {
          assertThat(window.key(p, g, i)).isCloseTo(k.get((int) p, g * 96 + i), within(0x1p-9f));
          assertThat(window.value(p, g, i)).isCloseTo(v.get((int) p, g * 96 + i), within(0x1p-9f));
        }
      }
    }
  }

  private static FloatMatrix read(
      Kernels kernels, WindowState state, FloatMatrix q, FloatMatrix k, FloatMatrix v) {
    FloatMatrix o = FloatMatrix.zeros(q.rows(), q.cols());
    kernels.windowAttention(q, k, v, state, o, Samples.scratch());
    return o;
  }
}
