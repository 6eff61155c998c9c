package io.corpuscle.engine.spike;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for every product of weights and counts. */
class EventDrivenProjectionProperties {

  @Property(tries = 500)
  void additionsAloneGiveTheIntegerProduct(
      @ForAll SpikeCoding coding,
      @ForAll @IntRange(min = 1, max = 9) int outputs,
      @ForAll @IntRange(min = 1, max = 140) int inputs,
      @ForAll @IntRange(max = 300) int largest,
      @ForAll long seed) {
    Random random = new Random(seed);
    byte[] weights = new byte[outputs * inputs];
    random.nextBytes(weights);
    int[] counts = counts(coding, inputs, largest, random);
    EventDrivenProjection projection = new EventDrivenProjection(weights, outputs, inputs);
    SpikeTrain train = coding.encode(counts);

    long[] y = projection.project(train, coding);

    assertThat(y).isEqualTo(product(weights, outputs, counts));
    assertThat(projection.synapticOperations()).isEqualTo(train.spikes() * outputs);
  }

  @Property(tries = 200)
  void countsBeyondABytesRangeAreExactToo(
      @ForAll @IntRange(min = 1, max = 20) int inputs, @ForAll long seed) {
    for (SpikeCoding coding : SpikeCoding.values()) {
      if (coding.isPositional()) {
        Random random = new Random(seed);
        byte[] weights = new byte[3 * inputs];
        random.nextBytes(weights);
        int[] counts = counts(coding, inputs, Integer.MAX_VALUE - 1, random);

        long[] y =
            new EventDrivenProjection(weights, 3, inputs).project(coding.encode(counts), coding);

        assertThat(y).isEqualTo(product(weights, 3, counts));
      }
    }
  }

  /** The definition, with multiplications. */
  private static long[] product(byte[] weights, int outputs, int[] s) {
    long[] y = new long[outputs];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < s.length; i++) {
        y[o] += (long) weights[o * s.length + i] * s[i];
      }
    }
    return y;
  }

  private static int[] counts(SpikeCoding coding, int inputs, int largest, Random random) {
    boolean signed = coding != SpikeCoding.BINARY && coding != SpikeCoding.BITWISE;
    int[] counts = new int[inputs];
    for (int i = 0; i < inputs; i++) {
      counts[i] = random.nextInt(largest + 1);
      if (signed && random.nextBoolean()) {
        counts[i] = -counts[i];
      }
    }
    return counts;
  }
}
