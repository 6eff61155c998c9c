package io.corpuscle.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

  @Test
  void aShortTextIsOneLine() {
    assertThat(Excerpt.of("  one\n\ttwo \r\n three ")).containsExactly("      one two three");
  }

  @Test
  void aLongTextShowsItsBeginningAndItsEnd() {
    assertThat(Excerpt.of("A".repeat(500) + "Z".repeat(500)))
        .containsExactly("      " + "A".repeat(96) + " …", "      … " + "Z".repeat(96));
  }

  @Test
  void whatATerminalWouldObeyIsMadeHarmless() {
    String nasty =
        "red \u001b[31m, bell \u0007, turned \u202e, erased \u0008, null \u0000, c1 \u009b";

    assertThat(Excerpt.of(nasty))
        .containsExactly("      red ·[31m, bell ·, turned ·, erased ·, null ·, c1 ·");
  }

  @Test
  void charactersOutsideTheFirstPlaneStayWhole() {
    assertThat(Excerpt.of("🜁".repeat(200)))
        .containsExactly("      " + "🜁".repeat(96) + " …", "      … " + "🜁".repeat(96));
  }
}
