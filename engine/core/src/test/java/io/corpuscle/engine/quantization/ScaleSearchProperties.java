package io.corpuscle.engine.quantization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ScaleSearchProperties {

  @Property(tries = 200)
  void noSearchIsWorseThanTheLargest(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int count) {
    Random random = new Random(seed);
    float[] w = Groups.heavyTailed(count, random);
    float[] moments = Groups.moments(count, random);

    float best = ScaleSearch.best(w, 0, count, moments, 0);
    float largest = ScaleSearch.largest(w, 0, count);

    assertThat(ScaleSearch.error(w, 0, count, moments, 0, best))
        .isFinite()
        .isLessThanOrEqualTo(ScaleSearch.error(w, 0, count, moments, 0, largest));
  }

  /** Published code does not clip: beyond 127 it would read another weight than we do. */
  @Property(tries = 200)
  void noWeightIsRoundedBeyond127(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int count) {
    Random random = new Random(seed);
    float[] w = Groups.heavyTailed(count, random);

    float scale = ScaleSearch.best(w, 0, count, Groups.moments(count, random), 0);

    for (float weight : w) {
      assertThat(Math.abs(Math.rint(weight / scale))).isLessThanOrEqualTo(127);
    }
  }

  /** Scaling weights by a power of two is exact, and so the search must see the same group. */
  @Property(tries = 50)
  void theSearchDoesNotDependOnTheSizeOfWeights(
      @ForAll long seed, @ForAll @IntRange(min = -20, max = 20) int exponent) {
    Random random = new Random(seed);
    float[] w = Groups.heavyTailed(64, random);
    float[] moments = Groups.moments(64, random);
    float[] scaled = new float[w.length];
    for (int i = 0; i < w.length; i++) {
      scaled[i] = Math.scalb(w[i], exponent);
    }

    assertThat(ScaleSearch.best(scaled, 0, 64, moments, 0))
        .isEqualTo(Math.scalb(ScaleSearch.best(w, 0, 64, moments, 0), exponent));
  }
}
