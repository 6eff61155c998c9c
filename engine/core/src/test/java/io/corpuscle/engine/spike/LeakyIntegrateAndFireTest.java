package io.corpuscle.engine.spike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.spike.LeakyIntegrateAndFire.Reset;
import io.corpuscle.engine.spike.LeakyIntegrateAndFire.Spikes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeakyIntegrateAndFireTest {

  @Test
  void softResetKeepsWhatLiesBeyondTheThreshold() {
    LeakyIntegrateAndFire neuron = new LeakyIntegrateAndFire(1, 1, Reset.SOFT, Spikes.BINARY);

    assertThat(fired(neuron, 2.5, 0, 0, 0.5)).containsExactly(1, 1, 0, 1);
    assertThat(neuron.potential()).isZero();
  }

  @Test
  void hardResetForgetsWhatLiesBeyondTheThreshold() {
    LeakyIntegrateAndFire neuron = new LeakyIntegrateAndFire(1, 1, Reset.HARD, Spikes.BINARY);

    assertThat(fired(neuron, 2.5, 0, 0, 0.5)).containsExactly(1, 0, 0, 0);
    assertThat(neuron.potential()).isEqualTo(0.5);
  }

  @Test
  void theThresholdItselfFires() {
    assertThat(
            fired(new LeakyIntegrateAndFire(1, 0.75, Reset.SOFT, Spikes.BINARY), 0.75, 0.5, 0.25))
        .containsExactly(1, 0, 1);
  }

  @Test
  void aLeakHalvesThePotentialFromStepToStep() {
    LeakyIntegrateAndFire neuron = new LeakyIntegrateAndFire(0.5, 1, Reset.SOFT, Spikes.BINARY);

    // u: 0.75, 1.125 → 0.125, 0.8125, 1.15625 → 0.15625.
    assertThat(fired(neuron, 0.75, 0.75, 0.75, 0.75)).containsExactly(0, 1, 0, 1);
    assertThat(neuron.potential()).isEqualTo(0.15625);
  }

  @Test
  void aLeakKeepsSmallInputsSilentForEver() {
    // u approaches x / (1 − β) = 0.9 from below.
    LeakyIntegrateAndFire neuron = new LeakyIntegrateAndFire(0.5, 1, Reset.SOFT, Spikes.BINARY);
    LeakyIntegrateAndFire tight = new LeakyIntegrateAndFire(1, 1, Reset.SOFT, Spikes.BINARY);

    int leaking = 0;
    int holding = 0;
    for (int t = 0; t < 1_000; t++) {
      leaking += neuron.step(0.45);
      holding += tight.step(0.45);
    }

    assertThat(leaking).isZero();
    assertThat(holding).isBetween(449, 450);
  }

  @Test
  void onlyTernarySpikesAreNegative() {
    assertThat(fired(new LeakyIntegrateAndFire(1, 1, Reset.SOFT, Spikes.TERNARY), -2.5, 0, 0, 3))
        .containsExactly(-1, -1, 0, 1);
    assertThat(fired(new LeakyIntegrateAndFire(1, 1, Reset.SOFT, Spikes.BINARY), -2.5, 0, 0, 3))
        .containsExactly(0, 0, 0, 0);
  }

  /** Thresholds of 1, inputs at once: what is counted, beside round(x) with ties to even. */
  @ParameterizedTest(name = "x={0}: {1} from rest, {2} from half a threshold, {3} to even")
  @CsvSource({
    "0.5, 0, 1, 0",
    "1.5, 1, 2, 2",
    "2.5, 2, 3, 2",
    "2.75, 2, 3, 3",
    "3.25, 3, 3, 3",
    "-0.5, 0, -1, 0",
    "-2.25, -2, -2, -2",
    "-2.5, -2, -3, -2",
    "-3.5, -3, -4, -4",
  })
  void theInitialPotentialSaysHowCountsAreRounded(
      double x, int fromRest, int fromHalf, int toEven) {
    LeakyIntegrateAndFire neuron = new LeakyIntegrateAndFire(1, 1, Reset.SOFT, Spikes.TERNARY);

    assertThat(count(neuron, 0, x)).isEqualTo(fromRest);
    assertThat(count(neuron, Math.copySign(0.5, x), x)).isEqualTo(fromHalf);
    assertThat((int) Math.rint(x)).isEqualTo(toEven);
  }

  @Test
  void startingForgetsWhatWas() {
    LeakyIntegrateAndFire neuron = new LeakyIntegrateAndFire(1, 1, Reset.SOFT, Spikes.BINARY);
    neuron.step(40);

    neuron.start(0.25);

    assertThat(fired(neuron, 0.5, 0.25)).containsExactly(0, 1);
  }

  @Test
  void neuronsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new LeakyIntegrateAndFire(1.5, 1, Reset.SOFT, Spikes.BINARY))
        .hasMessageContaining("leak is 1.5");
    assertThatThrownBy(() -> new LeakyIntegrateAndFire(Double.NaN, 1, Reset.SOFT, Spikes.BINARY))
        .hasMessageContaining("leak is NaN");
    assertThatThrownBy(() -> new LeakyIntegrateAndFire(1, 0, Reset.SOFT, Spikes.BINARY))
        .hasMessageContaining("threshold is 0.0");
  }

  private static int[] fired(LeakyIntegrateAndFire neuron, double... inputs) {
    int[] spikes = new int[inputs.length];
    for (int t = 0; t < inputs.length; t++) {
      spikes[t] = neuron.step(inputs[t]);
    }
    return spikes;
  }

  private static int count(LeakyIntegrateAndFire neuron, double potential, double x) {
    neuron.start(potential);
    int sum = neuron.step(x);
    for (int t = 0; t < 10; t++) {
      sum += neuron.step(0);
    }
    return sum;
  }
}
