package io.corpuscle.engine.model.feedforward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.engine.tensor.FloatMatrix;
import org.junit.jupiter.api.Test;

class RoutingTest {
  private final Routing routing = new Routing();

  private void choose(Router.Activation activation, int k, float... logits) {
    routing.choose(FloatMatrix.of(logits, 0, logits.length / 4, 4), activation, k);
  }

  @Test
  void theLargestAreChosenWithTheirProbabilityAmongAll() {
    choose(Router.Activation.SOFTMAX, 2, 0, 2, 1, -1, /* token 1 */ 3, 0, 0, 1);

    double sum = Math.exp(0) + Math.exp(2) + Math.exp(1) + Math.exp(-1);
    assertThat(routing.expert(0, 0)).isEqualTo(1);
    assertThat(routing.expert(0, 1)).isEqualTo(2);
    assertThat(routing.of(1).row(0)).isZero();
    assertThat(routing.of(1).weight(0)).isCloseTo((float) (Math.exp(2) / sum), within(1e-6f));
    assertThat(routing.of(2).weight(0)).isCloseTo((float) (Math.exp(1) / sum), within(1e-6f));
    assertThat(routing.of(0).row(0)).isOne();
    assertThat(routing.of(3).row(0)).isOne();
    for (int e = 0; e < 4; e++) {
      assertThat(routing.load(e)).isOne();
    }
  }

  @Test
  void ofEqualOnesTheLowerIndexIsChosen() {
    choose(Router.Activation.SOFTMAX, 2, 1, 5, 5, 5);

    assertThat(routing.expert(0, 0)).isEqualTo(1);
    assertThat(routing.expert(0, 1)).isEqualTo(2);
    assertThat(routing.load(3)).isZero();
  }

  @Test
  void aSigmoidWeighsEachExpertForItself() {
    choose(Router.Activation.SIGMOID, 1, 0, 2, -3, 1);

    assertThat(routing.expert(0, 0)).isEqualTo(1);
    assertThat(routing.of(1).weight(0)).isCloseTo((float) (1 / (1 + Math.exp(-2))), within(1e-6f));
  }

  @Test
  void tokensOfAnExpertKeepTheirOrder() {
    choose(Router.Activation.SOFTMAX, 1, 9, 0, 0, 0, 0, 9, 0, 0, 9, 0, 0, 0, 9, 0, 0, 0);

    assertThat(routing.load(0)).isEqualTo(3);
    assertThat(routing.of(0).row(0)).isZero();
    assertThat(routing.of(0).row(1)).isEqualTo(2);
    assertThat(routing.of(0).row(2)).isEqualTo(3);
    assertThat(routing.of(1).row(0)).isEqualTo(1);
  }

  @Test
  void nothingIsLeftOfTheChunkBefore() {
    choose(Router.Activation.SOFTMAX, 2, 0, 2, 1, -1, 3, 0, 0, 1, 5, 5, 5, 5);
    choose(Router.Activation.SOFTMAX, 1, 0, 0, 7, 0);

    assertThat(routing.tokens()).isOne();
    assertThat(routing.chosen()).isOne();
    assertThat(routing.load(2)).isOne();
    assertThat(routing.load(0) + routing.load(1) + routing.load(3)).isZero();
    assertThat(routing.of(2).row(0)).isZero();
  }

  @Test
  void theExponentialIsThatOfTheLibrary() {
    for (double x = -700; x <= 700; x += 0.37) {
      assertThat(Router.exp(x)).isCloseTo(Math.exp(x), within(0x1p-40 * Math.exp(x)));
    }
    assertThat(Router.exp(0)).isEqualTo(1);
    assertThat(Router.exp(-1e9)).isLessThan(1e-300);
    assertThat(Router.exp(1e9)).isFinite();
  }
}
