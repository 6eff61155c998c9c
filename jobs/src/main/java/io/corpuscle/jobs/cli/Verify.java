package io.corpuscle.jobs.cli;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.verification.Agreement;
import io.corpuscle.engine.verification.Tolerance;
import io.corpuscle.engine.verification.Verification;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

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
    Verification verification =
        new Verification(
            new ModelAssembler(kernels, precision).assemble(Checkpoint.open(folder)),
            Tolerance.of(precision));

    Agreement agreement = verification.against(reference).agreement();

    console.print("model          %s", model);
    console.print("expected       %s, %,d tokens", reference, agreement.tokens());
    console.print(
        "kernels        %s, %s, in %s", kernels.name(), kernels.instructionSet(), precision.key());
    console.print(
        "max|Δlogit|    %s",
        difference(agreement.maxLogitDifference(), agreement.tolerance().logit(), ""));
    console.print(
        "mean|Δnll|     %s",
        difference(agreement.meanNllDifference(), agreement.tolerance().nll(), " nats"));
    console.print("%s", agreement.holds() ? "It agrees." : "It does NOT agree.");
    return agreement.holds() ? Corpuscle.OK : Corpuscle.FAILED;
  }

  private static String difference(OptionalDouble difference, double tolerance, String unit) {
    return difference.isEmpty()
        ? "not in the expected results"
        : String.format(
            Locale.ROOT, "%.2e%s (at most %.0e)", difference.getAsDouble(), unit, tolerance);
  }
}
