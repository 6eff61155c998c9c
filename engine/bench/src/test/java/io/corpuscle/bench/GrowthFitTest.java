package io.corpuscle.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.bench.GrowthFit.Law;
import io.corpuscle.bench.GrowthFit.Point;
import java.util.List;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GrowthFitTest {

  @Test
  void whatFollowsTheLawIsRecovered() {
    List<Point> points = points(n -> 7e-4 * n + 3e-8 * n * n, 1 << 15);

    GrowthFit fit = GrowthFit.of(Law.READING, points);

    assertThat(fit.a()).isCloseTo(7e-4, within(1e-12));
    assertThat(fit.b()).isCloseTo(3e-8, within(1e-16));
    assertThat(fit.at(1e6)).isCloseTo(7e2 + 3e4, within(1e-3));
    assertThat(fit.worst(points)).isLessThan(1e-9);
  }

  @Test
  void soIsWhatATokenCosts() {
    GrowthFit fit = GrowthFit.of(Law.TOKEN, points(n -> 0.02 + 6e-7 * n, 1 << 16));

    assertThat(fit.a()).isCloseTo(0.02, within(1e-10));
    assertThat(fit.b()).isCloseTo(6e-7, within(1e-14));
  }

  @Test
  void measurementsThatErrByAShareOfThemselvesAreWeighedAlike() {
    Random random = new Random(1);
    List<Point> points =
        points(n -> (7e-4 * n + 3e-8 * n * n) * (1 + 0.02 * random.nextGaussian()), 1 << 18);

    GrowthFit fit = GrowthFit.of(Law.READING, points);

    // Both terms: that of n would be lost beside the largest squares.
    assertThat(fit.a()).isCloseTo(7e-4, within(0.05 * 7e-4));
    assertThat(fit.b()).isCloseTo(3e-8, within(0.05 * 3e-8));
    assertThat(fit.worst(points)).isBetween(0.005, 0.08);
  }

  @Test
  void noTermIsNegative() {
    GrowthFit falling = GrowthFit.of(Law.TOKEN, points(n -> 0.02 - 1e-8 * n, 1 << 15));
    GrowthFit convex = GrowthFit.of(Law.READING, points(n -> 1e-8 * n * n - 1e-6 * n, 1 << 15));

    assertThat(falling.b()).isZero();
    assertThat(falling.a()).isCloseTo(0.02, within(2e-4));
    assertThat(convex.a()).isZero();
    assertThat(convex.b()).isCloseTo(1e-8, within(1e-9));
  }

  @Test
  void oneLengthSaysNothingOfGrowth() {
    List<Point> same = List.of(new Point(1024, 1), new Point(1024, 1.1));

    assertThatThrownBy(() -> GrowthFit.of(Law.READING, same))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two lengths");
  }

  private static List<Point> points(LongToDoubleFunction seconds, long longest) {
    return LongStream.iterate(1024, n -> n <= longest, n -> 2 * n)
        .mapToObj(n -> new Point(n, seconds.applyAsDouble(n)))
        .toList();
  }
}
