package io.corpuscle.jobs.cli;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.verification.Agreement;
import io.corpuscle.engine.verification.Comparison;
import io.corpuscle.engine.verification.Verification;
import java.nio.file.Path;
import java.util.Optional;

/** {@code corpuscle verify}: holds a model to reference results. */
final class Verify {
  private static final String EXPECTED = "expected.safetensors";

  private final Console console;

  Verify(Console console) {
    this.console = console;
  }

  int run(String model, Optional<Path> expected, String kernelsName, String precisionName) {
    Path folder = ModelFolder.named(model);
    Path reference = expected.orElse(folder.resolve(EXPECTED));
    Kernels kernels = KernelSelection.onClassPath().choose(kernelsName);
    Precision precision = Precision.of(precisionName);
    Agreement agreement =
        new Verification(kernels, precision).of(Checkpoint.open(folder), reference).agreement();

    console.print("model          %s", model);
    console.print("expected       %s, %,d tokens", reference, agreement.tokens());
    console.print(
        "kernels        %s, %s, in %s", kernels.name(), kernels.instructionSet(), precision.key());
    for (Comparison comparison : agreement.comparisons()) {
      console.print("  %s", comparison);
    }
    console.print("%s", agreement.holds() ? "It agrees." : "It does NOT agree.");
    return agreement.holds() ? Corpuscle.OK : Corpuscle.FAILED;
  }
}
