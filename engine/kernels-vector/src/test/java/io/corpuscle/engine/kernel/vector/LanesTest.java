package io.corpuscle.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class LanesTest {
  private static final int SAMPLES = 1 << 18;

  @Test
  void expIsWithinTwoUnitsInTheLastPlace() {
    assertThat(worstUlps(Lanes::exp, Math::exp, -87.33f, 88f)).isLessThan(2);
    assertThat(worstUlps(Lanes::exp, Math::exp, -1e-3f, 1e-3f)).isLessThan(2);
  }

  @Test
  void expOfZeroIsOneAndFarBelowIsZero() {
    assertThat(apply(Lanes::exp, 0)).isEqualTo(1);
    assertThat(apply(Lanes::exp, -0f)).isEqualTo(1);
    for (float x : new float[] {-87.4f, -100, -1e10f, -1e30f, Lanes.NOTHING, -Float.MAX_VALUE}) {
      assertThat(apply(Lanes::exp, x)).as("exp(%s)", x).isZero();
    }
    assertThat(apply(Lanes::exp, Float.NEGATIVE_INFINITY)).isZero();
    assertThat(apply(Lanes::exp, Float.NaN)).isNaN();
  }

  @Test
  void logSigmoidAndSigmoidAreWithinFourUnitsInTheLastPlace() {
    DoubleUnaryOperator logSigmoid = x -> Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
    DoubleUnaryOperator sigmoid = x -> 1 / (1 + Math.exp(-x));

    assertThat(worstUlps(Lanes::logSigmoid, logSigmoid, -200, 86)).isLessThan(4);
    assertThat(worstUlps(Lanes::logSigmoid, logSigmoid, -2, 2)).isLessThan(4);
    assertThat(worstUlps(Lanes::sigmoid, sigmoid, -86, 200)).isLessThan(4);
    assertThat(worstUlps(Lanes::sigmoid, sigmoid, -2, 2)).isLessThan(4);
  }

  @Test
  void lanesAreAddedInHalves() {
    float[] x = new float[Lanes.LENGTH];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) Math.pow(-3, i);
    }

    float sum = Lanes.sum(Lanes.load(x, 0));

    for (int half = x.length / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        x[i] += x[i + half];
      }
    }
    assertThat(sum).isEqualTo(x[0]);
  }

  private static float apply(UnaryOperator<FloatVector> f, float x) {
    return f.apply(FloatVector.broadcast(Lanes.F, x)).lane(0);
  }

  /** The largest error on evenly spaced arguments, in units of the exact result's last place. */
  private static double worstUlps(
      UnaryOperator<FloatVector> f, DoubleUnaryOperator exact, float from, float to) {
    float[] x = new float[SAMPLES];
    float[] y = new float[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      x[i] = from + (to - from) * i / SAMPLES;
    }
    for (int i = 0; i < SAMPLES; i += Lanes.LENGTH) {
      f.apply(Lanes.load(x, i)).intoArray(y, i);
    }
    double worst = 0;
    for (int i = 0; i < SAMPLES; i++) {
      double expected = exact.applyAsDouble(x[i]);
      assertThat(y[i]).isFinite();
      worst = Math.max(worst, Math.abs(y[i] - expected) / Math.ulp((float) expected));
    }
    return worst;
  }
}
