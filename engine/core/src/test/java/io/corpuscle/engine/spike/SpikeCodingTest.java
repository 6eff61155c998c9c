package io.corpuscle.engine.spike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.SharedFiles;
import io.corpuscle.engine.checkpoint.StoredTensor;
import io.corpuscle.engine.checkpoint.safetensors.SafetensorsFile;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SpikeCodingTest {

  @ParameterizedTest
  @EnumSource
  void trainsAreThoseOfTheReference(SpikeCoding coding) {
    Map<String, StoredTensor> golden =
        SafetensorsFile.open(SharedFiles.shared("golden/int2spike.safetensors"));
    StoredTensor spikes = golden.get(coding.key() + ".spikes");
    int[] counts =
        Arrays.stream(golden.get(coding.key() + ".counts").longs())
            .mapToInt(Math::toIntExact)
            .toArray();

    SpikeTrain train = coding.encode(counts);

    assertThat((long) train.steps()).isEqualTo(spikes.shape().get(0));
    assertThat(elements(train)).isEqualTo(spikes.longs());
    assertThat((float) train.firingRate())
        .isEqualTo(golden.get(coding.key() + ".firing_rate").floats()[0]);
    assertThat(coding.decode(train)).isEqualTo(counts);
  }

  @Test
  void binaryFiresUntilTheCountIsUsedUp() {
    assertThat(steps(SpikeCoding.BINARY, 3, 0, 1)).isEqualTo("+.+ +.. +..");
  }

  @Test
  void ternaryFiresWithTheSignOfTheCount() {
    assertThat(steps(SpikeCoding.TERNARY, -3, 0, 2)).isEqualTo("-.+ -.+ -..");
  }

  @Test
  void bitwiseBeginsWithTheMostSignificantBit() {
    assertThat(steps(SpikeCoding.BITWISE, 6, 1, 3)).isEqualTo("+.. +.+ .++");
  }

  @Test
  void bidirectionalGivesEveryBitTheSignOfTheCount() {
    assertThat(steps(SpikeCoding.BITWISE_BIDIRECTIONAL, -6, 1, 3)).isEqualTo("-.. -.+ .++");
  }

  @Test
  void twosComplementBeginsWithTheSignBit() {
    assertThat(steps(SpikeCoding.BITWISE_TWOS_COMPLEMENT, -3, 1, 3)).isEqualTo("+.. ..+ +++");
  }

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource({
    "BINARY, 0, 0",
    "BINARY, 9, 9",
    "TERNARY, 0, 0",
    "TERNARY, -9, 9",
    "BITWISE, 0, 1",
    "BITWISE, 1, 1",
    "BITWISE, 2, 2",
    "BITWISE, 255, 8",
    "BITWISE, 256, 9",
    "BITWISE, 2147483647, 31",
    "BITWISE_BIDIRECTIONAL, 0, 1",
    "BITWISE_BIDIRECTIONAL, -8, 4",
    "BITWISE_BIDIRECTIONAL, -2147483647, 31",
    "BITWISE_TWOS_COMPLEMENT, 0, 2",
    "BITWISE_TWOS_COMPLEMENT, 1, 2",
    "BITWISE_TWOS_COMPLEMENT, -127, 8",
    "BITWISE_TWOS_COMPLEMENT, -128, 9",
    "BITWISE_TWOS_COMPLEMENT, -2147483647, 32",
  })
  void stepsAreThoseTheLargestCountTakes(SpikeCoding coding, int count, int steps) {
    assertThat(coding.steps(new int[] {0, count, 0})).isEqualTo(steps);
  }

  @ParameterizedTest
  @EnumSource
  void countsThatAreAllZeroAreSilent(SpikeCoding coding) {
    SpikeTrain train = coding.encode(new int[70]);

    assertThat(train.spikes()).isZero();
    assertThat(train.firingRate()).isZero();
    assertThat(coding.decode(train)).isEqualTo(new int[70]);
  }

  @ParameterizedTest
  @EnumSource
  void noCountsMakeATrainOfNoNeurons(SpikeCoding coding) {
    SpikeTrain train = coding.encode(new int[0]);

    assertThat(train.neurons()).isZero();
    assertThat(train.bytes()).isZero();
    assertThat(coding.decode(train)).isEmpty();
  }

  @Test
  void aNegativeCountIsRefusedByCodingsWithoutSigns() {
    assertThatThrownBy(() -> SpikeCoding.BINARY.encode(new int[] {4, -7}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("count -7")
        .hasMessageContaining("'binary'")
        .hasMessageEndingWith("ternary.");
    assertThatThrownBy(() -> SpikeCoding.BITWISE.steps(new int[] {-1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("count -1")
        .hasMessageContaining("'bitwise'")
        .hasMessageEndingWith("bitwise-bidirectional.");
  }

  @ParameterizedTest
  @EnumSource(names = {"TERNARY", "BITWISE_BIDIRECTIONAL", "BITWISE_TWOS_COMPLEMENT"})
  void aCountWithoutAMagnitudeIsRefused(SpikeCoding coding) {
    assertThatThrownBy(() -> coding.encode(new int[] {Integer.MIN_VALUE}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("count -2147483648");
  }

  @Test
  void aTrainThatNoArrayCouldHoldIsRefused() {
    int[] counts = new int[65];
    counts[64] = -2_000_000_000;

    assertThatThrownBy(() -> SpikeCoding.TERNARY.encode(counts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2,000,000,000 steps and 65 neurons needs 4,000,000,000 words");
  }

  @ParameterizedTest
  @EnumSource
  void aCodingIsFoundByItsName(SpikeCoding coding) {
    assertThat(SpikeCoding.of(coding.key())).isSameAs(coding);
  }

  @Test
  void anUnknownNameIsRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> SpikeCoding.of("unary"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "there is no spike coding 'unary'. Codings: binary, ternary, bitwise, "
                + "bitwise-bidirectional, bitwise-twos-complement.");
  }

  /** Every element, {@code [T, n]}. */
  private static long[] elements(SpikeTrain train) {
    long[] all = new long[train.steps() * train.neurons()];
    for (int t = 0; t < train.steps(); t++) {
      for (int i = 0; i < train.neurons(); i++) {
        all[t * train.neurons() + i] = train.spike(t, i);
      }
    }
    return all;
  }

  /** A train as one word a step. */
  private static String steps(SpikeCoding coding, int... counts) {
    SpikeTrain train = coding.encode(counts);
    StringBuilder text = new StringBuilder();
    for (int t = 0; t < train.steps(); t++) {
      text.append(t == 0 ? "" : " ");
      for (int i = 0; i < train.neurons(); i++) {
        text.append("-.+".charAt(train.spike(t, i) + 1));
      }
    }
    return text.toString();
  }
}
