package io.corpuscle.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBudgetTest {

  @ParameterizedTest(name = "{0}: {1} of {2}")
  @CsvSource({
    "5%, 5, 100, true",
    "5%, 6, 100, false",
    "5%, 0, 3, true",
    "5%, 1, 19, false",
    "0.1%, 1, 1000, true",
    "0.1%, 1, 999, false",
    "0%, 0, 9, true",
    "0%, 1, 1000000000000, false",
    "100%, 9, 9, true",
    "20, 20, 20, true",
    "20, 21, 1000000, false",
    "0, 1, 9, false",
  })
  void soManyMayFail(String budget, long failed, long documents, boolean allowed) {
    assertThat(ErrorBudget.parse(budget).allows(failed, documents)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5%", "0.1%", "100%", "0%", "20", "0"})
  void itsTextIsTheSameBudget(String text) {
    assertThat(ErrorBudget.parse(text)).hasToString(text);
    assertThat(ErrorBudget.parse(text))
        .isEqualTo(ErrorBudget.parse(text.replace("%", ".0%").replace("0.1.0", "0.10")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5 %", "101%", "100.5%", "-1", "0.05", "1e3", "many", "%", "5%5"})
  void whatIsNeitherAShareNorANumberIsRefused(String text) {
    assertThatThrownBy(() -> ErrorBudget.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'errorBudget' is '" + text + "'")
        .hasMessageContaining("such as 5%")
        .hasMessageContaining("such as 20");
  }

  @Test
  void unlessToldOtherwiseAllMayFail() {
    assertThat(ErrorBudget.ALL.allows(7, 7)).isTrue();
  }
}
