package io.corpuscle.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.ChildJvm;
import io.corpuscle.engine.kernel.KernelSelection;
import java.util.List;
import org.junit.jupiter.api.Test;

class VectorProviderTest {

  @Test
  void autoChoosesTheVectorKernelsWhereTheModuleIsThere() {
    assertThat(KernelSelection.onClassPath().choose(KernelSelection.AUTO))
        .isInstanceOf(VectorKernels.class);
  }

  @Test
  void withoutTheModuleTheyAreAnErrorThatNamesTheFlagAndAutoFallsBack() throws Exception {
    String printed = new ChildJvm(List.of()).run(WithoutModule.class);

    assertThat(printed)
        .contains("auto: reference")
        .contains("vector (start the JVM with --add-modules jdk.incubator.vector)");
  }

  @Test
  void anUnknownNameIsAnErrorThatListsTheProviders() {
    assertThatThrownBy(() -> KernelSelection.onClassPath().choose("vektor"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("vector (available), reference (available)");
  }

  /** Says what is chosen in a JVM that was started without the module. */
  static final class WithoutModule {
    public static void main(String[] args) {
      KernelSelection selection = KernelSelection.onClassPath();
      System.out.println("auto: " + selection.choose(KernelSelection.AUTO).name());
      try {
        selection.choose(VectorProvider.NAME);
      } catch (IllegalArgumentException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
