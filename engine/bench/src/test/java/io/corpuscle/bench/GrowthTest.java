package io.corpuscle.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.bench.Growth.Estimate;
import io.corpuscle.bench.Growth.Origin;
import io.corpuscle.bench.GrowthFit.Law;
import io.corpuscle.bench.GrowthFit.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {
  private static final List<Point> SQUARES =
      List.of(new Point(100, 1), new Point(200, 4), new Point(400, 16));

  @Test
  void whatWasMeasuredStaysWhatItWasAndTheRestIsMarked() {
    Growth growth = Growth.by(Law.READING, List.of(new Point(100, 1), new Point(200, 5)));

    assertThat(growth.at(List.of(100L, 200L)))
        .containsExactly(
            new Estimate(100, 1, Origin.MEASURED), new Estimate(200, 5, Origin.MEASURED));
    assertThat(growth.at(400).origin()).isEqualTo(Origin.EXTRAPOLATED);
  }

  @Test
  void beyondItGoesOnByTheLaw() {
    assertThat(Growth.by(Law.READING, SQUARES).at(1600).seconds()).isCloseTo(256, within(1e-9));
    assertThat(Growth.by(Law.READING, SQUARES).fit()).isPresent();
  }

  @Test
  void whatIsSteadyGoesOnAtItsLastPace() {
    Growth growth = Growth.steady(List.of(new Point(100, 5), new Point(200, 6), new Point(400, 7)));

    assertThat(growth.at(800)).isEqualTo(new Estimate(800, 9, Origin.EXTRAPOLATED));
    assertThat(growth.at(200)).isEqualTo(new Estimate(200, 6, Origin.MEASURED));
  }

  @Test
  void whatIsLevelStaysWhatItWasAtLast() {
    assertThat(Growth.level(SQUARES).at(800)).isEqualTo(new Estimate(800, 16, Origin.EXTRAPOLATED));
  }

  @Test
  void nothingIsMadeUpBetweenMeasurements() {
    assertThatThrownBy(() -> Growth.level(SQUARES).at(300)).hasMessageContaining("300 tokens");
  }
}
