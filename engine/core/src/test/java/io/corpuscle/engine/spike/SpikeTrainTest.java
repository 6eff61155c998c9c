package io.corpuscle.engine.spike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.spike.SpikeTrain.Alphabet;
import org.junit.jupiter.api.Test;

class SpikeTrainTest {

  @Test
  void spikesStayWhereTheyWereFired() {
    SpikeTrain train = SpikeTrain.silent(2, 130, Alphabet.SIGNED);
    train.fire(0, 63);
    train.fireNegative(0, 64);
    train.fire(1, 0);
    train.fireNegative(1, 129);

    assertThat(train.spike(0, 63)).isEqualTo(1);
    assertThat(train.spike(0, 64)).isEqualTo(-1);
    assertThat(train.spike(1, 0)).isEqualTo(1);
    assertThat(train.spike(1, 129)).isEqualTo(-1);
    assertThat(train.spike(0, 0)).isZero();
    assertThat(train.spike(1, 64)).isZero();
    assertThat(train.spikes()).isEqualTo(4);
    assertThat(train.firingRate()).isEqualTo(4 / 260.0);
  }

  @Test
  void theNextSpikeIsFoundAcrossWords() {
    SpikeTrain train = SpikeTrain.silent(2, 200, Alphabet.UNSIGNED);
    train.fire(0, 5);
    train.fire(0, 199);
    train.fire(1, 64);

    assertThat(train.nextSpike(0, 0)).isEqualTo(5);
    assertThat(train.nextSpike(0, 5)).isEqualTo(5);
    assertThat(train.nextSpike(0, 6)).isEqualTo(199);
    assertThat(train.nextSpike(0, 200)).isEqualTo(200);
    assertThat(train.nextSpike(1, 64)).isEqualTo(64);
    assertThat(train.nextSpike(1, 65)).isEqualTo(200);
  }

  @Test
  void aSpikeTakesOneBitAndOneMoreForASign() {
    // 130 neurons take three words of 64.
    assertThat(SpikeTrain.silent(7, 130, Alphabet.UNSIGNED).bytes()).isEqualTo(7 * 3 * 8);
    assertThat(SpikeTrain.silent(7, 130, Alphabet.SIGNED).bytes()).isEqualTo(2 * 7 * 3 * 8);
  }

  @Test
  void placesOutsideAreRefused() {
    SpikeTrain train = SpikeTrain.silent(2, 3, Alphabet.UNSIGNED);

    assertThatThrownBy(() -> train.spike(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> train.spike(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> train.nextSpike(0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
