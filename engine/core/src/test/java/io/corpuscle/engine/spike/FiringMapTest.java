package io.corpuscle.engine.spike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FiringMapTest {
  /** Two tokens, three neurons; the largest is 3. */
  private static final SpikeSlice SLICE = new SpikeSlice(2, 3, new int[] {1, -2, 0, 3, 0, -1});

  @Test
  void everyTokenTakesTheStepsOfTheLargestCount() {
    FiringMap map = new FiringMap(SLICE, SpikeCoding.TERNARY);

    assertThat(map.tokens()).isEqualTo(2);
    assertThat(map.neurons()).isEqualTo(3);
    assertThat(drawn(map)).containsExactly("+..|+++", "--.|...", "...|-..");
    assertThat(map.spikes()).isEqualTo(7);
    assertThat(map.firingRate()).isEqualTo(7.0 / 18);
  }

  @Test
  void codingsWithoutSignsAreGivenTheMagnitude() {
    assertThat(drawn(new FiringMap(SLICE, SpikeCoding.BINARY)))
        .containsExactly("+..|+++", "++.|...", "...|+..");
    assertThat(drawn(new FiringMap(SLICE, SpikeCoding.BITWISE)))
        .containsExactly(".+|++", "+.|..", "..|.+");
  }

  @Test
  void codingsWithSignsKeepThem() {
    assertThat(drawn(new FiringMap(SLICE, SpikeCoding.BITWISE_BIDIRECTIONAL)))
        .containsExactly(".+|++", "-.|..", "..|.-");
    // −2 is 110 and −1 is 111 in three bits.
    assertThat(drawn(new FiringMap(SLICE, SpikeCoding.BITWISE_TWOS_COMPLEMENT)))
        .containsExactly("..+|.++", "++.|...", "...|+++");
  }

  @Test
  void theLargestOfASliceIsAMagnitude() {
    assertThat(SLICE.largest()).isEqualTo(3);
    assertThat(new SpikeSlice(1, 2, new int[] {4, -9}).largest()).isEqualTo(9);
    assertThat(new SpikeSlice(1, 2, new int[2]).largest()).isZero();
  }

  @Test
  void countsThatAreNotASliceAreRefused() {
    assertThatThrownBy(() -> new SpikeSlice(2, 3, new int[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 counts")
        .hasMessageContaining("[2, 3] are 6");
  }

  /** A line a neuron, the steps of tokens apart. */
  private static String[] drawn(FiringMap map) {
    String[] lines = new String[map.neurons()];
    for (int neuron = 0; neuron < lines.length; neuron++) {
      StringBuilder line = new StringBuilder();
      for (int token = 0; token < map.tokens(); token++) {
        line.append(token == 0 ? "" : "|");
        for (int step = 0; step < map.steps(); step++) {
          line.append("-.+".charAt(map.spike(token, step, neuron) + 1));
        }
      }
      lines[neuron] = line.toString();
    }
    return lines;
  }
}
