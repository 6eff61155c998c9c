package io.corpuscle.engine.model.feedforward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.engine.tensor.FloatMatrix;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static FloatMatrix logits(float... values) {
    return FloatMatrix.of(values, 0, values.length / 4, 4);
  }

  @Test
  void theLargestAreChosenWithTheirProbabilityAmongAll() {
    Router.Choice choice =
        new Router.Choice(
            logits(0, 2, 1, -1, /* token 1 */ 3, 0, 0, 1), Router.Activation.SOFTMAX, 2);

    assertThat(choice.loads()).containsExactly(1, 1, 1, 1);
    double sum = Math.exp(0) + Math.exp(2) + Math.exp(1) + Math.exp(-1);
    assertThat(choice.token(1, 0)).isZero();
    assertThat(choice.weight(1, 0)).isCloseTo((float) (Math.exp(2) / sum), within(1e-6f));
    assertThat(choice.weight(2, 0)).isCloseTo((float) (Math.exp(1) / sum), within(1e-6f));
    assertThat(choice.token(0, 0)).isOne();
    assertThat(choice.token(3, 0)).isOne();
  }

  @Test
  void ofEqualOnesTheLowerIndexIsChosen() {
    Router.Choice choice = new Router.Choice(logits(1, 5, 5, 5), Router.Activation.SOFTMAX, 2);

    assertThat(choice.loads()).containsExactly(0, 1, 1, 0);
  }

  @Test
  void aSigmoidWeighsEachExpertForItself() {
    Router.Choice choice = new Router.Choice(logits(0, 2, -3, 1), Router.Activation.SIGMOID, 1);

    assertThat(choice.loads()).containsExactly(0, 1, 0, 0);
    assertThat(choice.weight(1, 0)).isCloseTo((float) (1 / (1 + Math.exp(-2))), within(1e-6f));
  }
}
