package io.corpuscle.jobs.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProseTest {
  private final Prose prose = new Prose(Grammar.read("prose-test.grammar"), new Random(1));

  @Test
  void boundNameIsSaidAgain() {
    assertThat(prose.say("both")).isIn("heron and heron", "egret and egret");
    assertThat(prose.let("animal", "tern").say("both")).isEqualTo("tern and tern");
  }

  @Test
  void articleFollowsTheFirstLetterOrDigit() {
    assertThat(prose.say("sentence")).isEqualTo("An egret of 8 years, an egret or an 84-year-old");
  }

  @Test
  void numbersKeepTheirDecimalsStepsAndThousands() {
    assertThat(prose.say("amount")).isEqualTo("$1,500,000");
    assertThat(prose.say("weight")).isEqualTo("0.05");
    assertThat(IntStream.range(0, 50).mapToObj(i -> prose.say("rounds")))
        .containsOnly("10", "20", "30");
  }

  @Test
  void listsAreNumberedDifferentAndInTheOrderOfTheirAlternatives() {
    assertThat(prose.say("choice")).isEqualTo("He shall:\n  (1) wait;\n  (2) row; or\n  (3) sing.");
    assertThat(prose.say("order"))
        .matches("(?s)He shall:\n  \\(1\\) (wait|row); and\n  \\(2\\) (row|sing)\\.");
  }

  @Test
  void noAlternativeComesAgainBeforeAllHaveBeenUsed() {
    for (int round = 0; round < 20; round++) {
      assertThat(IntStream.range(0, 4).mapToObj(i -> prose.say("argument")))
          .containsExactlyInAnyOrder("first", "second", "third", "fourth");
    }
  }

  @Test
  void mostOfAnArgumentOpensWithItsFirstAlternativeAndLacksAtMostTwo() {
    for (int round = 0; round < 50; round++) {
      assertThat(prose.sayMost("argument"))
          .startsWith("first")
          .hasSizeBetween(2, 4)
          .isSubsetOf("first", "second", "third", "fourth")
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void errorsNameTheSymbol() {
    assertThatThrownBy(() -> prose.say("lost"))
        .hasMessageContaining("prose-test.grammar")
        .hasMessageContaining("{nowhere}");
    assertThatThrownBy(() -> prose.say("act", 5))
        .hasMessageContaining("{act} has 3 alternatives, 5 different ones are wanted");
    assertThatThrownBy(() -> Grammar.read("conditions.grammar"))
        .hasMessageContaining("conditions.grammar holds 12 grammars, expected 1");
    assertThatThrownBy(() -> Grammar.read("absent.grammar")).hasMessageContaining("absent.grammar");
  }
}
