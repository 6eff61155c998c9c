package io.corpuscle.engine.spike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EnergyModelTest {
  private static final EnergyModel MODEL = EnergyModel.HOROWITZ_45NM;

  /** 1.13 spikes per channel, as SpikingBrain-7B's report states them, over 10,000 channels. */
  @Test
  void theFiguresOfTheReportComeOut() {
    assertThat(MODEL.spikingPicojoules(11_300) / 10_000).isCloseTo(0.0339, within(1e-12));
    assertThat(MODEL.savedOfFp16(11_300, 10_000)).isCloseTo(0.9774, within(1e-12));
    // The report's 85.2 % comes of 0.0339 pJ rounded to 0.034.
    assertThat(MODEL.savedOfInt8(11_300, 10_000)).isCloseTo(0.8526, within(5e-5));
    assertThat(1 - 0.034 / MODEL.int8MacPicojoules()).isCloseTo(0.852, within(5e-4));
  }

  @Test
  void denseProjectionsCostTheirMultiplyAccumulates() {
    assertThat(MODEL.int8Picojoules(1_000)).isCloseTo(230, within(1e-9));
    assertThat(MODEL.fp16Picojoules(1_000)).isCloseTo(1_500, within(1e-9));
  }

  @Test
  void otherFiguresTakeTheirPlace() {
    EnergyModel other = new EnergyModel("other", 0.01, 0.05, 0.25);

    assertThat(other.spikingPicojoules(300)).isCloseTo(3, within(1e-12));
    assertThat(other.savedOfInt8(300, 100)).isCloseTo(0.4, within(1e-12));
    assertThat(other.savedOfInt8(1_000, 100)).isCloseTo(-1, within(1e-12));
    assertThat(other.savedOfFp16(300, 100)).isCloseTo(0.88, within(1e-12));
  }

  @Test
  void figuresThatAreNoneAreRefused() {
    assertThatThrownBy(() -> new EnergyModel("x", 0, 1, 1))
        .hasMessageContaining("int8AddPicojoules is 0.0 pJ");
    assertThatThrownBy(() -> new EnergyModel("x", 1, Double.NaN, 1))
        .hasMessageContaining("int8MacPicojoules is NaN pJ");
    assertThatThrownBy(() -> new EnergyModel("x", 1, 1, Double.POSITIVE_INFINITY))
        .hasMessageContaining("fp16MacPicojoules is Infinity pJ");
  }
}
