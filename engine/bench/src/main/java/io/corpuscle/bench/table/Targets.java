package io.corpuscle.bench.table;

import io.corpuscle.bench.RandomModel;
import io.corpuscle.engine.kernel.Kernels;
import java.io.IOException;
import java.util.List;

/**
 * Runs the program of a row: {@code Targets ROW [key=value …]}, from the root of the repository.
 */
public final class Targets {
  private Targets() {}

  /** Runs it. */
  public static void main(String... words) throws IOException {
    if (words.length == 0) {
      throw new IllegalArgumentException(
          "name a row: products, reading, scaling, together, length, opening, decode, spiking, experts, figures, quadratic or large; then"
              + " key=value");
    }
    Arguments arguments = Arguments.of(List.of(words).subList(1, words.length));
    run(words[0], arguments);
  }

  private static void run(String row, Arguments arguments) throws IOException {
    Kernels kernels = arguments.kernels();
    Report.line(
        "# %s: kernels %s (%s), precision %s, Java %s, %d processors, the %s's clock",
        row,
        kernels.name(),
        kernels.instructionSet(),
        arguments.precision().key(),
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        arguments.clock());
    try (Models models = new Models(arguments.samples())) {
      switch (row) {
        case "products" -> new Products(arguments, models).run();
        case "reading" -> new Reading(arguments, models).run();
        case "scaling" -> new Scaling(arguments, models).run();
        case "together" -> new Together(arguments, models).run();
        case "length" -> new Length(arguments, models).run();
        case "opening" -> new Opening(arguments, models).run();
        case "decode" -> new Decode(arguments, models).run();
        case "spiking" -> new Spiking(arguments, models).run();
        case "experts" -> new Experts(arguments).run();
        case "figures" -> new SpikeFigures(arguments, models).run();
        case "quadratic" -> new Quadratic(arguments, Contrast.ALL).run();
        case "large" -> new Large(arguments, RandomModel.SEVEN_BILLION).run();
        default -> throw new IllegalArgumentException("there is no row '" + row + "'");
      }
    }
  }
}
