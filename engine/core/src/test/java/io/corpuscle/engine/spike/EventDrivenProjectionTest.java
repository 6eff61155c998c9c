package io.corpuscle.engine.spike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EventDrivenProjectionTest {
  /** {@code [2, 3]}. */
  private static final byte[] W = {1, -2, 3, 127, 0, -128};

  @ParameterizedTest(name = "{0}: {1} spikes")
  @CsvSource({
    // 5, 0, −3: |5| + |3| spikes; 101 and 11; 0101 and 1101.
    "TERNARY, 8",
    "BITWISE_BIDIRECTIONAL, 4",
    "BITWISE_TWOS_COMPLEMENT, 5",
  })
  void everySpikeIsAddedToEveryOutput(SpikeCoding coding, int spikes) {
    EventDrivenProjection projection = new EventDrivenProjection(W, 2, 3);

    long[] y = projection.project(coding.encode(new int[] {5, 0, -3}), coding);

    assertThat(y).containsExactly(5 * 1 - 3 * 3, 5 * 127 + 3 * 128);
    assertThat(projection.synapticOperations()).isEqualTo(2L * spikes);
  }

  @ParameterizedTest
  @EnumSource
  void silenceTakesNoOperation(SpikeCoding coding) {
    EventDrivenProjection projection = new EventDrivenProjection(W, 2, 3);

    assertThat(projection.project(coding.encode(new int[3]), coding)).containsExactly(0, 0);
    assertThat(projection.synapticOperations()).isZero();
  }

  @Test
  void operationsAddUpOverProjections() {
    EventDrivenProjection projection = new EventDrivenProjection(W, 2, 3);
    SpikeTrain train = SpikeCoding.BINARY.encode(new int[] {1, 2, 0});

    projection.project(train, SpikeCoding.BINARY);
    projection.project(train, SpikeCoding.BINARY);

    assertThat(projection.synapticOperations()).isEqualTo(2 * 2 * 3);
  }

  @Test
  void weightsAreCopied() {
    byte[] weights = W.clone();
    EventDrivenProjection projection = new EventDrivenProjection(weights, 2, 3);
    weights[0] = 99;

    assertThat(project(projection, SpikeCoding.BINARY, 1, 0, 0)).containsExactly(1, 127);
  }

  @Test
  void shapesThatDisagreeAreRefused() {
    EventDrivenProjection projection = new EventDrivenProjection(W, 2, 3);

    assertThatThrownBy(() -> new EventDrivenProjection(W, 3, 3))
        .hasMessageContaining("6 numbers and [3, 3] are 9");
    assertThatThrownBy(() -> project(projection, SpikeCoding.BINARY, 1, 2))
        .hasMessageContaining("2 neurons and the weights 3 inputs");
  }

  private static long[] project(
      EventDrivenProjection projection, SpikeCoding coding, int... counts) {
    return projection.project(coding.encode(counts), coding);
  }
}
