package io.corpuscle.jobs.cli;

import io.corpuscle.bench.Ceilings;
import io.corpuscle.bench.Ceilings.Ceiling;
import io.corpuscle.bench.CostProfile;
import io.corpuscle.bench.ModelCost;
import io.corpuscle.bench.Rate;
import io.corpuscle.bench.Rate.Span;
import io.corpuscle.bench.Steps;
import io.corpuscle.bench.Subject;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * {@code corpuscle bench}: how fast models read on this machine, beside what it can do at most. One
 * task a thread, each with a document of its own, as a job reads.
 */
final class Bench {
  private static final double QUIET = 0.97;

  private static final int PROBES = 60;
  private static final double SECONDS_AN_HOUR = 3600;

  private final Console console;
  private final Request request;

  /**
   * What to measure.
   *
   * @param models bundled names, {@value BenchModels#HALF_BILLION}, or folders
   * @param seconds how long a model is measured
   * @param kernels what computes
   * @param tokens size of the corpus whose reading is foretold
   * @param profile whether to say where the time goes
   */
  record Request(
      List<String> models,
      int threads,
      double seconds,
      Precision precision,
      String kernels,
      double tokens,
      Profiling profile) {

    Request {
      models = List.copyOf(models);
    }

    Duration measured() {
      return Duration.ofNanos(Math.round(seconds * 1e9));
    }
  }

  /** Whether kernels are watched. */
  enum Profiling {
    OFF,
    ON
  }

  /** What was measured of a model. */
  private record Row(String model, ModelCost cost, CostProfile profile, Rate rate) {}

  Bench(Console console, Request request) {
    this.console = console;
    this.request = request;
  }

  int run() throws IOException {
    KernelSelection selection = KernelSelection.onClassPath();
    Kernels kernels = selection.choose(request.kernels());
    try (BenchModels models = new BenchModels(request.models())) {
      console.print(
          "kernels        %s, %s; products in %s",
          kernels.name(), kernels.instructionSet(), request.precision().key());
      console.print(
          "machine        %d processors, Java %s",
          Runtime.getRuntime().availableProcessors(), Runtime.version());
      Duration each = request.measured().dividedBy(PROBES);
      Ceilings ceilings =
          Ceilings.probe(selection.choose(KernelSelection.AUTO), request.threads(), each);
      print(ceilings);
      heading();
      List<Row> rows = new ArrayList<>();
      for (String model : request.models()) {
        rows.add(measure(model, models, kernels, ceilings));
      }
      rows.forEach(this::cost);
      rows.forEach(row -> busy(row, ceilings));
      if (request.profile() == Profiling.ON) {
        ProfileTable table = new ProfileTable(console, ceilings, each);
        rows.forEach(row -> table.print(row.model(), row.profile()));
      }
    }
    return Corpuscle.OK;
  }

  private void print(Ceilings ceilings) {
    console.print("at most        %14s %14s", "one thread", ceilings.threads() + " threads");
    for (Precision precision : Precision.values()) {
      Ceiling ceiling = ceilings.of(precision);
      console.print(
          "  %-12s %9.0f G/s  %9.0f G/s",
          precision.key(), ceiling.oneThread() / 1e9, ceiling.allThreads() / 1e9);
    }
    console.print(
        "               operations in the best matrix product of the %s kernels",
        ceilings.kernels());
  }

  private void heading() {
    console.print(
        "%n%-8s %12s  %18s  %12s  %18s",
        "model", "tokens/s", "of the INT8 limit", "state", hours());
  }

  private String hours() {
    return String.format(Locale.ROOT, "hours for %.3g", request.tokens());
  }

  private Row measure(String name, BenchModels models, Kernels kernels, Ceilings ceilings)
      throws IOException {
    CostProfile profile = new CostProfile();
    boolean profiling = request.profile() == Profiling.ON;
    Subject subject =
        models.open(name, profiling ? profile.timing(kernels) : kernels, request.precision());
    Supplier<Steps> reading = profiling ? profile.whole(subject.reading()) : subject.reading();
    Span span =
        new Span(request.measured().dividedBy(2), subject.warmUpTokens(), request.measured());
    Rate measured = Rate.of(reading, request.threads(), span);
    double rate = measured.perSecond();
    console.print(
        "%-8s %,12.0f  %16.1f %%  %12s  %,18.1f",
        name,
        rate,
        share(rate, subject.cost(), ceilings),
        Amount.bytes(subject.model().start().bytes()),
        request.tokens() / rate / SECONDS_AN_HOUR);
    return new Row(name, subject.cost(), profile, measured);
  }

  private void cost(Row row) {
    ModelCost cost = row.cost();
    console.print(
        "A token of %s is %.1f million operations: %.1f in matrix products, %.1f in windows, %.1f in scans",
        row.model(),
        cost.total() / 1e6,
        cost.products() / 1e6,
        cost.attention() / 1e6,
        cost.scan() / 1e6);
  }

  /** A thread is without a processor only where others want it too, or where it has to wait. */
  private void busy(Row row, Ceilings ceilings) {
    Rate rate = row.rate();
    if (rate.running() < QUIET) {
      console.print(
          "Threads that read with %s had a processor %.0f %% of the time; alone on this machine they would read about %,.0f tokens/s, %.1f %% of the INT8 limit",
          row.model(),
          100 * rate.running(),
          rate.perProcessorSecond(),
          share(rate.perProcessorSecond(), row.cost(), ceilings));
    }
  }

  private static double share(double tokensPerSecond, ModelCost cost, Ceilings ceilings) {
    return 100 * tokensPerSecond * cost.total() / ceilings.of(Precision.INT8).allThreads();
  }
}
