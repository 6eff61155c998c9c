package io.corpuscle.engine.quantization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScaleSearchTest {
  private static final int GROUP = 128;
  private static final int ROWS = 200;

  @Test
  void heavyTailedRowsGainByTheSearchAlsoWhereInputsAreAlike() {
    Random random = new Random(1);
    float[] alike = new float[GROUP];
    Arrays.fill(alike, 1);
    double searched = 0;
    double largest = 0;
    for (int row = 0; row < ROWS; row++) {
      float[] w = Groups.heavyTailed(GROUP, random);
      searched += error(w, alike, ScaleSearch.best(w, 0, GROUP, alike, 0));
      largest += error(w, alike, ScaleSearch.largest(w, 0, GROUP));
    }

    assertThat(searched).isLessThan(0.95 * largest);
  }

  /** Outputs of inputs that the search did not see, whose moments it knows. */
  @Test
  void outputsGainAndMoreSoWithTheMomentsOfTheirInputs() {
    Random random = new Random(2);
    float[] moments = Groups.moments(GROUP, random);
    float[] alike = new float[GROUP];
    Arrays.fill(alike, 1);
    double known = 0;
    double unknown = 0;
    double largest = 0;
    for (int row = 0; row < ROWS; row++) {
      float[] w = Groups.heavyTailed(GROUP, random);
      float[][] x = inputs(moments, random);
      known += outputError(w, x, ScaleSearch.best(w, 0, GROUP, moments, 0));
      unknown += outputError(w, x, ScaleSearch.best(w, 0, GROUP, alike, 0));
      largest += outputError(w, x, ScaleSearch.largest(w, 0, GROUP));
    }

    assertThat(known).isLessThan(0.9 * unknown);
    assertThat(unknown).isLessThan(largest);
  }

  @Test
  void zerosHaveAScaleThatCanBeDividedBy() {
    float[] zeros = new float[GROUP];
    float[] moments = new float[GROUP];

    float scale = ScaleSearch.best(zeros, 0, GROUP, moments, 0);

    assertThat(scale).isPositive().isFinite();
    assertThat(0 / scale).isZero();
  }

  /** A group is found where it lies, and its neighbours do not matter. */
  @Test
  void weightsAndMomentsCountFromWhereTheyBegin() {
    Random random = new Random(3);
    float[] w = Groups.heavyTailed(3 * GROUP, random);
    float[] moments = Groups.moments(2 * GROUP, random);
    float[] own = Arrays.copyOfRange(w, 2 * GROUP, 3 * GROUP);
    float[] ownMoments = Arrays.copyOfRange(moments, GROUP, 2 * GROUP);

    assertThat(ScaleSearch.best(w, 2 * GROUP, GROUP, moments, GROUP))
        .isEqualTo(ScaleSearch.best(own, 0, GROUP, ownMoments, 0));
  }

  /** All groups of a row with one scale, {@code max|row| / 127} where nothing is searched. */
  @Test
  void channelsHaveOneScaleAndGroupsTheirOwn() {
    Random random = new Random(4);
    float[] w = Groups.heavyTailed(2 * GROUP, random);
    float[] moments = Groups.moments(2 * GROUP, random);
    float[] channel = new float[2];
    float[] groups = new float[2];

    new RowScales(ScaleRule.LARGEST, Granularity.CHANNEL, GROUP, moments).of(w, 0, channel, 0);
    new RowScales(ScaleRule.LARGEST, Granularity.GROUP, GROUP, moments).of(w, 0, groups, 0);

    float max = Math.max(groups[0], groups[1]);
    assertThat(channel).containsExactly(max, max);
    assertThat(groups[0]).isNotEqualTo(groups[1]);
  }

  private static double error(float[] w, float[] moments, float scale) {
    return ScaleSearch.error(w, 0, GROUP, moments, 0, scale);
  }

  private static float[][] inputs(float[] moments, Random random) {
    float[][] x = new float[64][GROUP];
    for (float[] row : x) {
      for (int i = 0; i < GROUP; i++) {
        row[i] = (float) (Math.sqrt(moments[i]) * random.nextGaussian());
      }
    }
    return x;
  }

  /** Σ (w·x − ŵ·x)². */
  private static double outputError(float[] w, float[][] x, float scale) {
    double sum = 0;
    for (float[] row : x) {
      double difference = 0;
      for (int i = 0; i < GROUP; i++) {
        difference += row[i] * (w[i] - scale * Math.rint(w[i] / scale));
      }
      sum += difference * difference;
    }
    return sum;
  }
}
