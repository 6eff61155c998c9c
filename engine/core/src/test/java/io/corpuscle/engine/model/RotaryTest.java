package io.corpuscle.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.engine.tensor.FloatMatrix;
import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotaryTest {
  private static final MathContext DIGITS = new MathContext(60);
  private static final BigDecimal TWO_PI =
      new BigDecimal("6.283185307179586476925286766559005768394338798750211641949889");

  @ParameterizedTest
  @ValueSource(longs = {0, 63, 64, 1_000_003, 4_194_303, 1_000_000_007})
  void anglesAreExactAtAnyPosition(long position) {
    FloatMatrix cos = FloatMatrix.zeros(1, 4);
    FloatMatrix sin = FloatMatrix.zeros(1, 4);

    new Rotary(10_000, 8).angles(position, cos, sin);

    double[] frequencies = {1, 0.1, 0.01, 0.001};
    for (int i = 0; i < 4; i++) {
      BigDecimal angle = BigDecimal.valueOf(position).multiply(new BigDecimal("1E-" + i));
      double reduced = angle.remainder(TWO_PI, DIGITS).doubleValue();
      // Half a unit in the last place of a float, and what float64 frequencies lose at 10⁹ tokens.
      double allowed = 6e-8 + 4e-16 * position * frequencies[i];
      assertThat((double) cos.get(0, i)).isCloseTo(Math.cos(reduced), within(allowed));
      assertThat((double) sin.get(0, i)).isCloseTo(Math.sin(reduced), within(allowed));
    }
  }

  @Test
  void aPositionsAnglesDoNotDependOnWhereAChunkBegan() {
    Rotary rotary = new Rotary(1e6, 64);
    FloatMatrix cos = FloatMatrix.zeros(200, 32);
    FloatMatrix sin = FloatMatrix.zeros(200, 32);
    rotary.angles(1_000_000, cos, sin);

    for (int t : new int[] {0, 1, 63, 64, 199}) {
      FloatMatrix one = FloatMatrix.zeros(1, 32);
      FloatMatrix other = FloatMatrix.zeros(1, 32);
      rotary.angles(1_000_000 + t, one, other);
      for (int i = 0; i < 32; i++) {
        assertThat(one.get(0, i)).isEqualTo(cos.get(t, i));
        assertThat(other.get(0, i)).isEqualTo(sin.get(t, i));
      }
    }
  }
}
