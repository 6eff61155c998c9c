package io.corpuscle.jobs.cli;

import io.corpuscle.bench.Ceilings;
import io.corpuscle.bench.CostProfile;
import io.corpuscle.bench.CostProfile.Limit;
import io.corpuscle.bench.CostProfile.Line;
import io.corpuscle.engine.kernel.Precision;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * {@code corpuscle bench --profile}: where the time of a token goes, kernel by kernel, and how near
 * each is to what limits it.
 */
final class ProfileTable {
  /** What takes a smaller share of a token's time is not shown for itself. */
  private static final double SHOWN = 0.001;

  private static final String LINE = "  %-22s %-26s %9.2f %7.1f %% %9.1f %-7s %s";

  private final Console console;
  private final Ceilings ceilings;
  private final OptionalDouble cache;

  /**
   * @param ceilings of products, with the threads that were profiled
   * @param each how long to probe the cache
   */
  ProfileTable(Console console, Ceilings ceilings, Duration each) {
    this.console = console;
    this.ceilings = ceilings;
    this.cache = Ceilings.cache(ceilings.threads(), each);
  }

  void print(String model, CostProfile profile) {
    double whole = profile.microseconds();
    console.print(
        "%n%s: a token takes %.2f µs of each of %d threads", model, whole, ceilings.threads());
    console.print(
        "  %-22s %-26s %9s %9s %17s %s",
        "kernel", "shape", "µs", "share", "a second", "of its limit");
    double parts = 0;
    double rest = 0;
    for (Line line : profile.lines()) {
      parts += line.microseconds();
      if (line.microseconds() < SHOWN * whole) {
        rest += line.microseconds();
        continue;
      }
      boolean bytes = line.call().limit() == Limit.CACHE;
      console.print(
          LINE,
          line.call().kernel(),
          line.call().shape(),
          line.microseconds(),
          100 * line.microseconds() / whole,
          line.perSecond() / 1e9,
          bytes ? "GB" : "Gops",
          share(line));
    }
    sum("other kernels", rest, whole);
    sum("all kernels", parts, whole);
    sum("outside of kernels", whole - parts, whole);
  }

  private void sum(String what, double microseconds, double whole) {
    console.print(
        "  %-22s %-26s %9.2f %7.1f %%", what, "", microseconds, 100 * microseconds / whole);
  }

  private String share(Line line) {
    OptionalDouble limit =
        switch (line.call().limit()) {
          case INT8 -> OptionalDouble.of(product(Precision.INT8));
          case BFLOAT16 -> OptionalDouble.of(product(Precision.BFLOAT16));
          case FLOAT32 -> OptionalDouble.of(product(Precision.FLOAT32));
          case CACHE -> cache;
        };
    return limit.isEmpty()
        ? "not probed"
        : String.format(Locale.ROOT, "%5.1f %%", 100 * line.perSecond() / limit.getAsDouble());
  }

  /** What one of the threads could do while all are busy. */
  private double product(Precision precision) {
    return ceilings.of(precision).allThreads() / ceilings.threads();
  }
}
