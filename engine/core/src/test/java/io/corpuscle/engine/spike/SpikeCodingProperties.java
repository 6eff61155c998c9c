package io.corpuscle.engine.spike;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every row of counts. */
class SpikeCodingProperties {
  @Property(tries = 500)
  void decodingGivesEveryCountBack(@ForAll SpikeCoding coding, @ForAll("counts") int[] counts) {
    int[] x = accepted(coding, counts);

    assertThat(coding.decode(coding.encode(x))).isEqualTo(x);
  }

  @Property(tries = 500)
  void bitwiseCodingsTakeCountsOfAnySize(@ForAll("anyCounts") int[] counts) {
    for (SpikeCoding coding : SpikeCoding.values()) {
      if (coding.isPositional()) {
        int[] x = accepted(coding, counts);

        assertThat(coding.decode(coding.encode(x))).isEqualTo(x);
      }
    }
  }

  @Property(tries = 500)
  void signsAreFiredOnlyWhereTheCodingHasThem(
      @ForAll SpikeCoding coding, @ForAll("counts") int[] counts) {
    int[] x = accepted(coding, counts);
    SpikeTrain train = coding.encode(x);

    boolean signed = coding == SpikeCoding.TERNARY || coding == SpikeCoding.BITWISE_BIDIRECTIONAL;
    long foreign = 0;
    for (int t = 0; t < train.steps(); t++) {
      for (int i = 0; i < x.length; i++) {
        int spike = train.spike(t, i);
        if (spike != 0 && spike != (signed ? Integer.signum(x[i]) : 1)) {
          foreign++;
        }
      }
    }
    assertThat(foreign).isZero();
  }

  @Property(tries = 500)
  void spikesAreAsManyAsTheCountsOrTheirBits(@ForAll("counts") int[] counts) {
    long magnitude = 0;
    long bits = 0;
    for (int count : counts) {
      magnitude += Math.abs(count);
      bits += Integer.bitCount(Math.abs(count));
    }

    assertThat(SpikeCoding.TERNARY.encode(counts).spikes()).isEqualTo(magnitude);
    assertThat(SpikeCoding.BITWISE_BIDIRECTIONAL.encode(counts).spikes()).isEqualTo(bits);
  }

  @Property(tries = 500)
  void walkingFromSpikeToSpikeMissesNone(
      @ForAll SpikeCoding coding, @ForAll("counts") int[] counts) {
    SpikeTrain train = coding.encode(accepted(coding, counts));

    long walked = 0;
    long fired = 0;
    for (int t = 0; t < train.steps(); t++) {
      for (int i = train.nextSpike(t, 0); i < train.neurons(); i = train.nextSpike(t, i + 1)) {
        walked++;
        fired += Math.abs(train.spike(t, i));
      }
    }

    assertThat(walked).isEqualTo(fired).isEqualTo(train.spikes());
  }

  /** Around the edges of a word of 64, and of a byte. */
  @Provide
  Arbitrary<int[]> counts() {
    return Arbitraries.integers().between(-130, 130).array(int[].class).ofMaxSize(140);
  }

  @Provide
  Arbitrary<int[]> anyCounts() {
    return Arbitraries.integers()
        .between(-Integer.MAX_VALUE, Integer.MAX_VALUE)
        .array(int[].class)
        .ofMaxSize(20);
  }

  /** The counts, without signs where the coding has none. */
  private static int[] accepted(SpikeCoding coding, int[] counts) {
    int[] accepted = counts.clone();
    if (coding == SpikeCoding.BINARY || coding == SpikeCoding.BITWISE) {
      for (int i = 0; i < accepted.length; i++) {
        accepted[i] = Math.abs(accepted[i]);
      }
    }
    return accepted;
  }
}
