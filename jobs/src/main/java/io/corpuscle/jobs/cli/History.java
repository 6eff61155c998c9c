package io.corpuscle.jobs.cli;

import io.corpuscle.jobs.ConfigException;
import io.corpuscle.jobs.run.RunManifest;
import io.corpuscle.jobs.run.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code corpuscle runs}: the runs of an output, as their manifests tell of them. */
@Command(
    name = "runs",
    description = {
      "Prints the complete runs in an output, the oldest first, as a table that Markdown takes too.",
      "tokens/s is over all of a run's time, and none of an incremental run, which did not read all it has."
    },
    mixinStandardHelpOptions = true)
final class History implements Callable<Integer> {
  /** As many as tell the runs of an output apart. */
  private static final int DIGITS = 12;

  private final Console console;

  @Parameters(paramLabel = "OUTPUT", description = "The output of an analyze.")
  private String output = "";

  History(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Runs.Committed> runs =
        Runs.in(SparkHadoopUtil.get().newConfiguration(new SparkConf()), output).committed();
    if (runs.isEmpty()) {
      throw new ConfigException(
          "There is no complete run in " + output + ". Name the output of an analyze.");
    }
    TextTable table =
        new TextTable(
            "run",
            "started",
            "took",
            "documents",
            "failed",
            "tokens",
            "tokens/s",
            "mode",
            "model",
            "content hash");
    runs.forEach(run -> row(run.manifest(), table));
    table.lines().forEach(console::line);
    return Corpuscle.OK;
  }

  private static void row(RunManifest run, TextTable table) {
    Duration took = Duration.between(Instant.parse(run.started()), Instant.parse(run.finished()));
    RunManifest.Counts counts = run.counts();
    String hash = run.contentHash();
    table.row(
        run.run(),
        run.started(),
        Amount.time(took),
        count(counts.documents()),
        count(counts.failed()),
        count(counts.tokens()),
        run.changes().isEmpty() ? count(counts.tokens() / Math.max(1, took.toSeconds())) : "",
        String.valueOf(run.config().getOrDefault("mode", "")),
        models(run),
        hash.substring(0, Math.min(DIGITS, hash.length())));
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Models by name; of a folder the last part of its path says enough. */
  private static String models(RunManifest run) {
    return run.models().keySet().stream()
        .map(model -> new Path(model).getName())
        .collect(Collectors.joining(", "));
  }
}
