package io.corpuscle.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.kernel.reference.ReferenceKernels;
import io.corpuscle.engine.kernel.reference.ReferenceProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KernelSelectionTest {
  private final List<String> warnings = new ArrayList<>();
  private final KernelSelection selection =
      new KernelSelection(List.of(new ReferenceProvider(), new Unavailable()), warnings::add);

  @Test
  void autoTakesTheFastestThatCanRun() {
    assertThat(selection.choose("auto").name()).isEqualTo(ReferenceKernels.NAME);
  }

  @Test
  void autoSaysWhyItPassesOverAFasterOneAndNothingElseDoes() {
    selection.choose("auto");

    assertThat(warnings)
        .containsExactly(
            "Reading with kernels 'reference'; faster ones cannot run here: fast (add the flag).");

    warnings.clear();
    selection.choose(ReferenceKernels.NAME);
    new KernelSelection(List.of(new ReferenceProvider()), warnings::add).choose("auto");
    assertThat(warnings).isEmpty();
  }

  @Test
  void aProviderNamedThatCannotRunIsAnErrorWithTheWayOut() {
    assertThatThrownBy(() -> selection.choose("fast"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Kernels 'fast' cannot run here. Providers: fast (add the flag), reference (available)."
                + " Set kernels to one that can, or to 'auto'.");
  }

  @Test
  void anUnknownNameListsTheProviders() {
    assertThatThrownBy(() -> selection.choose("cuda"))
        .hasMessageContaining("reference (available)");
  }

  @Test
  void theReferenceIsOnTheClassPath() {
    assertThat(KernelSelection.onClassPath().choose("reference").name()).isEqualTo("reference");
  }

  private static final class Unavailable implements KernelProvider {
    @Override
    public String name() {
      return "fast";
    }

    @Override
    public int rank() {
      return 9;
    }

    @Override
    public Optional<String> obstacle() {
      return Optional.of("add the flag");
    }

    @Override
    public Kernels kernels() {
      throw new AssertionError("asked for kernels that cannot run");
    }
  }
}
