package io.corpuscle.engine.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.kernel.KernelSelection;
import org.junit.jupiter.api.Test;

/** Where these kernels run, and what is chosen where they do not. */
class JavaVersionTest {

  @Test
  void theyRunOnJava17AndSayWhyNotOnLaterOnes() {
    int feature = Runtime.version().feature();
    boolean runs = feature == 17;

    assertThat(new OnednnProvider().obstacle().orElse("none"))
        .isEqualTo(
            runs
                ? "none"
                : "this is Java "
                    + feature
                    + ", whose vectors no longer read byte buffers; use Java 17, or the vector"
                    + " kernels");
    assertThat(KernelSelection.onClassPath().choose(KernelSelection.AUTO).name())
        .isEqualTo(runs ? "onednn" : "vector");
  }
}
