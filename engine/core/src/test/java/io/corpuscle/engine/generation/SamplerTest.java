package io.corpuscle.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.engine.tensor.FloatMatrix;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {
  private static final int V = 97;

  @Test
  void greedyTakesTheSmallestOfTheLikeliest() {
    FloatMatrix logits = of(9, 9, 9, 9, -3, 5, 2, 5);

    assertThat(new Greedy().next(logits.reshape(4), 1)).isEqualTo(1);
    assertThat(new Greedy().next(of(Float.NaN, -2, -1), 0)).isEqualTo(2);
  }

  @Test
  void theLikeliestOfOneIsGreedy() {
    FloatMatrix logits = random(40, 1);
    Sampler one = new TopK(1, 5, 2);

    for (int row = 0; row < logits.rows(); row++) {
      assertThat(one.next(logits, row)).isEqualTo(new Greedy().next(logits, row));
    }
  }

  @Test
  void aSeedDrawsTheSameTokensAgain() {
    FloatMatrix logits = random(500, 3);

    int[] drawn = draws(new TopK(20, 1, 7), logits);

    assertThat(draws(new TopK(20, 1, 7), logits)).isEqualTo(drawn);
    assertThat(draws(new TopK(20, 1, 8), logits)).isNotEqualTo(drawn);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, V - 1, V, V + 1})
  void onlyTheLargestAreDrawnAndAllOfThem(int k) {
    FloatMatrix logits = random(1, 4);
    // Equal logits on both sides of the cut: the smaller ids come first.
    for (int v = 0; v < V; v++) {
      logits.set(0, v, Math.round(2 * logits.get(0, v)));
    }
    Set<Integer> largest =
        IntStream.range(0, V)
            .boxed()
            .sorted(Comparator.comparingDouble(v -> -logits.get(0, v)))
            .limit(k)
            .collect(Collectors.toSet());

    // So hot that all are about equally likely.
    Sampler sampler = new TopK(k, 1e6, 5);
    Set<Integer> drawn = new HashSet<>();
    for (int i = 0; i < 40 * V; i++) {
      drawn.add(sampler.next(logits, 0));
    }

    assertThat(drawn).isEqualTo(largest);
  }

  @Test
  void tokensAreDrawnAsOftenAsTheSoftmaxSays() {
    FloatMatrix logits = of(1, 3, -40, 2, 2.5f);
    double temperature = 0.8;
    int draws = 100_000;
    int[] count = new int[5];

    Sampler sampler = new TopK(3, temperature, 6);
    for (int i = 0; i < draws; i++) {
      count[sampler.next(logits, 0)]++;
    }

    double sum = 0;
    for (int v : List.of(1, 3, 4)) {
      sum += Math.exp(logits.get(0, v) / temperature);
    }
    for (int v : List.of(1, 3, 4)) {
      double p = Math.exp(logits.get(0, v) / temperature) / sum;
      // Five standard deviations.
      assertThat((double) count[v] / draws)
          .isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / draws)));
    }
    assertThat(count[0] + count[2]).isZero();
  }

  @Test
  void logitsThatAreNoNumbersAreRefused() {
    FloatMatrix none = of(Float.NaN, Float.NaN);

    assertThatThrownBy(() -> new Greedy().next(none, 0)).hasMessageContaining("none of 2 logits");
    assertThatThrownBy(() -> new TopK(2, 1, 1).next(none, 0))
        .hasMessageContaining("largest of 2 logits");
    assertThatThrownBy(() -> new TopK(2, 1, 1).next(of(1, Float.POSITIVE_INFINITY), 0))
        .hasMessageContaining("largest of 2 logits");
  }

  @Test
  void samplersThatCannotDrawAreRefused() {
    assertThatThrownBy(() -> new TopK(0, 1, 1)).hasMessageContaining("k is 0");
    assertThatThrownBy(() -> new TopK(1, 0, 1)).hasMessageContaining("temperature is 0.0");
    assertThatThrownBy(() -> new TopK(1, Double.NaN, 1)).hasMessageContaining("temperature is NaN");
  }

  private static int[] draws(Sampler sampler, FloatMatrix logits) {
    return IntStream.range(0, logits.rows()).map(row -> sampler.next(logits, row)).toArray();
  }

  private static FloatMatrix of(float... logits) {
    return FloatMatrix.of(Arrays.copyOf(logits, logits.length), 0, 1, logits.length);
  }

  private static FloatMatrix random(int rows, long seed) {
    FloatMatrix logits = FloatMatrix.zeros(rows, V);
    Random random = new Random(seed);
    for (int i = 0; i < rows * V; i++) {
      logits.array()[i] = (float) (3 * random.nextGaussian());
    }
    return logits;
  }
}
