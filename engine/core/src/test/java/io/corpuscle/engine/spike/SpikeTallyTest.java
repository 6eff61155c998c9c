package io.corpuscle.engine.spike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpikeTallyTest {
  private static SpikeTally of(int... counts) {
    SpikeTally tally = new SpikeTally();
    for (int count : counts) {
      tally.add(count);
    }
    return tally;
  }

  @Test
  void countsAreBinnedByTheirBits() {
    SpikeTally tally = of(0, 0, 1, -1, 2, -3, 7, 8, -127, 128, -1000);

    assertThat(tally.channels()).isEqualTo(11);
    assertThat(tally.silent()).isEqualTo(2);
    assertThat(tally.bin(1)).isEqualTo(2);
    assertThat(tally.bin(2)).isEqualTo(2);
    assertThat(tally.bin(3)).isEqualTo(1);
    assertThat(tally.bin(4)).isEqualTo(1);
    assertThat(tally.bin(7)).isEqualTo(1);
    assertThat(tally.bin(8)).isEqualTo(1);
    assertThat(tally.bin(10)).isEqualTo(1);
    assertThat(tally.within7()).isEqualTo(7);
    assertThat(tally.steps()).isEqualTo(10);
  }

  @Test
  void spikesAreThoseOfTheBitwiseCoding() {
    int[] counts = {0, 5, -5, 64, 7, -9};
    SpikeTally tally = of(counts);

    SpikeTrain train = SpikeCoding.BITWISE_BIDIRECTIONAL.encode(counts);
    assertThat(tally.spikes()).isEqualTo(train.spikes());
    assertThat(tally.firingRate()).isCloseTo(train.firingRate(), within(1e-12));
  }

  @Test
  void sparsityTakesLargeCountsForSeven() {
    // 0 has no spike in three steps, 1 one, 7 and 8 three.
    assertThat(of(0, 1, 7, 8).sparsity()).isCloseTo(1 - 7.0 / 12, within(1e-12));
    assertThat(new SpikeTally().sparsity()).isEqualTo(1);
  }

  @Test
  void talliesAddUp() {
    SpikeTally sum = of(3, 0);
    sum.add(of(1, -8), 2);

    assertThat(sum.channels()).isEqualTo(6);
    assertThat(sum.spikes()).isEqualTo(2 + 2 * 2);
    assertThat(sum.bin(4)).isEqualTo(2);
    sum.clear();
    assertThat(sum.channels()).isZero();
  }
}
