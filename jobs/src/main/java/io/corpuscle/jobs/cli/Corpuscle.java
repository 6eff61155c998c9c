package io.corpuscle.jobs.cli;

import io.corpuscle.engine.checkpoint.safetensors.ShardedWriter;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.quantization.Granularity;
import io.corpuscle.engine.quantization.QuantizationOptions;
import io.corpuscle.engine.quantization.ScaleRule;
import io.corpuscle.engine.reading.SliceReader;
import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.ConfigException;
import io.corpuscle.jobs.Version;
import io.corpuscle.jobs.quantize.QuantizeJob;
import io.corpuscle.jobs.quantize.SampleSize;
import io.corpuscle.jobs.samples.SampleGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code corpuscle}: every command and its options. */
@Command(
    name = "corpuscle",
    description =
        "Reads long documents through a language model whose memory does not grow, on Spark.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Corpuscle.VersionLine.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:it failed, or the answer is no", "2:not understood"},
    footerHeading = "%n",
    footer = {
      "A first run:  corpuscle analyze conf/jobs/analyze-samples.yaml",
      "Is all well?  corpuscle doctor"
    })
public final class Corpuscle {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int NOT_UNDERSTOOD = 2;

  /** What {@code --version} prints. */
  static final class VersionLine implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"corpuscle " + Version.text()};
    }
  }

  private final Console console;

  @Option(
      names = "--stacktrace",
      scope = CommandLine.ScopeType.INHERIT,
      description = "On an error, print where in the program it arose.")
  private boolean stacktrace;

  Corpuscle(Console console) {
    this.console = console;
  }

  /** Runs one command and ends the JVM with its exit code. */
  @AllowedCall(why = "the program's own console")
  public static void main(String... args) {
    Console console =
        new Console(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            System.getenv("CORPUSCLE_TERMINAL") != null);
    System.exit(run(console, args));
  }

  /** Runs one command and gives its exit code. */
  static int run(Console console, String... args) {
    Corpuscle corpuscle = new Corpuscle(console);
    return new CommandLine(corpuscle)
        .addSubcommand(new Convert(console))
        .addSubcommand(new Compare(console))
        .addSubcommand(new Diff(console))
        .addSubcommand(new Export(console))
        .addSubcommand(new History(console))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(console.out())
        .setErr(console.err())
        .setParameterExceptionHandler(corpuscle::notUnderstood)
        .setExecutionExceptionHandler((e, command, parsed) -> corpuscle.failed(e))
        .execute(args);
  }

  @Command(
      name = "analyze",
      description = "Reads a corpus and writes its tables.",
      mixinStandardHelpOptions = true,
      footerHeading = "%n",
      footer =
          "Options of spark-submit (--master, --conf, --driver-memory, ...) are passed on to Spark.")
  int analyze(
      @Parameters(
              paramLabel = "CONFIG",
              description =
                  "What to read and where to write, such as conf/jobs/analyze-legal.yaml.")
          Path config,
      @Option(
              names = "--set",
              paramLabel = "KEY=VALUE",
              description = "A key of CONFIG and the value it is to have instead. May be repeated.")
          @Nullable List<String> set,
      @Option(
              names = "--plan",
              description = "Say what would be read, where, for how long; then stop.")
          boolean plan)
      throws Exception {
    AnalyzeConfig parsed = AnalyzeConfig.read(config, Objects.requireNonNullElse(set, List.of()));
    try (SparkSession spark = SparkSession.builder().appName("corpuscle").getOrCreate()) {
      return plan
          ? new Plan(console, spark, parsed).run()
          : new Analyze(console, spark).run(parsed);
    }
  }

  @Command(
      name = "verify",
      description = "Holds a model to reference results that were computed elsewhere.",
      mixinStandardHelpOptions = true)
  int verify(
      @Parameters(
              paramLabel = "MODEL",
              description = "A model's folder, or the name of a bundled one.")
          String model,
      @Option(
              names = "--expected",
              paramLabel = "FILE",
              description = "The results to hold it to; by default expected.safetensors beside it.")
          Optional<Path> expected,
      @Option(
              names = "--kernels",
              paramLabel = "NAME",
              defaultValue = KernelSelection.AUTO,
              description = "What to compute with; by default the fastest that runs here.")
          String kernels,
      @Option(
              names = "--precision",
              paramLabel = "NAME",
              defaultValue = "float32",
              description = "What to multiply: float32 (the default), bfloat16 or int8.")
          String precision) {
    return new Verify(console).run(model, expected, kernels, precision);
  }

  @Command(name = "inspect", description = "Says what a model is.", mixinStandardHelpOptions = true)
  int inspect(
      @Parameters(
              paramLabel = "MODEL",
              description = "A model's folder, or the name of a bundled one.")
          String model) {
    return new Inspect(console).run(model);
  }

  @Command(
      name = "show",
      description = "Prints the text behind a row of the table windows.",
      mixinStandardHelpOptions = true)
  int show(
      @Parameters(
              paramLabel = "RUN",
              description = "A run's folder, or an output folder for the latest run in it.")
          String run,
      @Parameters(paramLabel = "DOC_ID") String document,
      @Parameters(paramLabel = "WINDOW") int window)
      throws IOException {
    try (SparkSession spark = SparkSession.builder().appName("corpuscle show").getOrCreate()) {
      return new Show(console, spark).run(run, document, window);
    }
  }

  @Command(
      name = "doctor",
      description = "Checks what a run needs, and says how to mend what is missing.",
      mixinStandardHelpOptions = true)
  int doctor() {
    return new Doctor(console).run();
  }

  @Command(
      name = "bench",
      description = {
        "Measures in about two minutes how fast models read on this machine, beside what it can do at most."
      },
      mixinStandardHelpOptions = true)
  int bench(
      @Option(
              names = "--models",
              paramLabel = "NAME",
              split = ",",
              defaultValue = "text,dna,0.5B",
              description =
                  "Bundled models, folders, or 0.5B for one of Qwen2.5-0.5B's shape with random weights. Default: ${DEFAULT-VALUE}.")
          List<String> models,
      @Option(
              names = "--threads",
              paramLabel = "N",
              description = "Tasks that read at a time; by default one a processor.")
          Optional<Integer> threads,
      @Option(
              names = "--seconds",
              paramLabel = "S",
              defaultValue = "15",
              description = "How long a model is measured. Default: ${DEFAULT-VALUE}.")
          double seconds,
      @Option(
              names = "--precision",
              paramLabel = "NAME",
              defaultValue = "int8",
              description =
                  "What matrix products multiply: float32, bfloat16, int8 or spiking. Default: ${DEFAULT-VALUE}.")
          String precision,
      @Option(
              names = "--kernels",
              paramLabel = "NAME",
              defaultValue = KernelSelection.AUTO,
              description = "What to compute with; by default the fastest that runs here.")
          String kernels,
      @Option(
              names = "--tokens",
              paramLabel = "N",
              defaultValue = "1e9",
              description =
                  "Size of the corpus to foretell the hours for. Default: ${DEFAULT-VALUE}.")
          double tokens,
      @Option(names = "--profile", description = "Also say where the time of a token goes.")
          boolean profile,
      @Option(
              names = "--job",
              description =
                  "Instead, hold a whole job on Spark to the bare engine on the same documents.")
          boolean job,
      @Option(
              names = "--journal",
              description = "Instead, hold jobs that keep a journal to the same without one.")
          boolean journal)
      throws IOException {
    if (journal) {
      try (SparkSession spark = SparkSession.builder().appName("corpuscle bench").getOrCreate()) {
        return new JournalCost(console, spark, seconds).run();
      }
    }
    if (job) {
      try (SparkSession spark = SparkSession.builder().appName("corpuscle bench").getOrCreate()) {
        Map<String, String> settings = Map.of("kernels", kernels, "precision", precision);
        return new JobOverhead(console, spark, settings, JobOverhead.Extent.of(seconds)).run();
      }
    }
    Bench.Request request =
        new Bench.Request(
            models,
            threads.orElse(Runtime.getRuntime().availableProcessors()),
            seconds,
            Precision.of(precision),
            kernels,
            tokens,
            profile ? Bench.Profiling.ON : Bench.Profiling.OFF);
    return new Bench(console, request).run();
  }

  @Command(
      name = "quantize",
      description = {
        "Makes a W8ASpike checkpoint of a floating-point one: INT8 weights, spikes for activations."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%n",
      footer =
          "Options of spark-submit (--master, --conf, --driver-memory, ...) are passed on to Spark.")
  int quantize(
      @Parameters(
              paramLabel = "MODEL",
              description = "A model's folder, or the name of a bundled one.")
          String model,
      @Parameters(paramLabel = "OUT", description = "The folder to write, not there yet.") Path out,
      @Option(
              names = "--corpus",
              paramLabel = "PATH",
              required = true,
              arity = "1..*",
              description =
                  "Files, folders or patterns of documents such as the model is to read; of them a sample is taken.")
          List<String> corpus,
      @Option(
              names = "--documents",
              paramLabel = "N",
              defaultValue = "" + SampleSize.DEFAULT_DOCUMENTS,
              description = "At most how many documents to sample. Default: ${DEFAULT-VALUE}.")
          int documents,
      @Option(
              names = "--tokens",
              paramLabel = "N",
              defaultValue = "" + SampleSize.DEFAULT_TOKENS,
              description =
                  "At most how many tokens of them all; a quarter is held out. Default: ${DEFAULT-VALUE}.")
          int tokens,
      @Option(
              names = "--k",
              paramLabel = "K",
              split = ",",
              defaultValue = "2,2.5,3,3.5,4",
              description =
                  "Values of k of the threshold to try: the lower, the fewer spikes. Default: ${DEFAULT-VALUE}.")
          List<Float> thresholds,
      @Option(
              names = "--group",
              paramLabel = "N",
              description =
                  "Inputs that share a weight scale, 128 or 64; by default the first that divides every layer.")
          Optional<Integer> group,
      @Option(
              names = "--granularity",
              paramLabel = "group|channel",
              defaultValue = "group",
              description =
                  "Whether each group has a scale of its own, or all of an output channel one. Default: ${DEFAULT-VALUE}.")
          Granularity granularity,
      @Option(
              names = "--scales",
              paramLabel = "search|largest",
              defaultValue = "search",
              description =
                  "Search scales for the least output error, or take max/127. Default: ${DEFAULT-VALUE}.")
          ScaleRule scales,
      @Option(
              names = "--kernels",
              paramLabel = "NAME",
              defaultValue = KernelSelection.AUTO,
              description = "What to compute with; by default the fastest that runs here.")
          String kernels)
      throws IOException {
    QuantizeJob.Request request =
        new QuantizeJob.Request(
            ModelFolder.named(model),
            out,
            corpus,
            new SampleSize(documents, tokens),
            new QuantizationOptions(
                thresholds, group, granularity, scales, ShardedWriter.DEFAULT_SHARD_BYTES));
    try (SparkSession spark = SparkSession.builder().appName("corpuscle quantize").getOrCreate()) {
      return new Quantize(console, spark).run(request, kernels);
    }
  }

  @Command(
      name = "spikes",
      description = "Draws how a model fires while it reads a document, and writes a page of it.",
      mixinStandardHelpOptions = true)
  int spikes(
      @Parameters(
              paramLabel = "MODEL",
              description = "A model's folder, or the name of a bundled one.")
          String model,
      @Parameters(
              paramLabel = "TEXT",
              description = "The file to read: text, JSON Lines or FASTA, compressed or not.")
          String text,
      @Option(
              names = "--out",
              paramLabel = "DIR",
              required = true,
              description =
                  "Where to write index.html and its pictures. Files of another origin are not overwritten.")
          Path out,
      @Option(
              names = "--document",
              paramLabel = "DOC_ID",
              description = "Which document of TEXT; by default the first.")
          Optional<String> document,
      @Option(
              names = "--layer",
              paramLabel = "NAME",
              description =
                  "The linear layer whose inputs the firing maps show, such as layers.0.mlp.down_proj; by default one in the middle of the model.")
          Optional<String> layer,
      @Option(
              names = "--tokens",
              paramLabel = "N",
              defaultValue = "8",
              description = "How many tokens they show, from the first. Default: ${DEFAULT-VALUE}.")
          int tokens,
      @Option(
              names = "--neurons",
              paramLabel = "N",
              defaultValue = "64",
              description = "How many inputs they show, from the first. Default: ${DEFAULT-VALUE}.")
          int neurons,
      @Option(
              names = "--kernels",
              paramLabel = "NAME",
              defaultValue = KernelSelection.AUTO,
              description = "What to compute with; by default the fastest that runs here.")
          String kernels)
      throws IOException {
    Spikes.Request request =
        new Spikes.Request(
            model, text, document, out, new SliceReader.Request(layer, tokens, neurons), kernels);
    return new Spikes(console, request).run();
  }

  @Command(
      name = "samples",
      description = "Writes the sample corpus.",
      mixinStandardHelpOptions = true)
  int samples(
      @Parameters(paramLabel = "DIR", description = "Created if need be.") Path directory,
      @Option(
              names = "--models",
              description =
                  "Also write a small model of each architecture, with random weights: transformer, linear and experts.")
          boolean models)
      throws IOException {
    new SampleGenerator().write(directory);
    console.print(
        "Written: %s and %s", directory.resolve("corpus"), directory.resolve("planted.json"));
    if (models) {
      Path folder = directory.resolve("models");
      new SampleModels().write(folder);
      console.print("Written: transformer, linear and experts in %s", folder);
    }
    return OK;
  }

  private int notUnderstood(CommandLine.ParameterException e, String[] args) {
    console.say(ErrorMessage.of(e));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, console.err());
    console.say("See " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help.");
    return NOT_UNDERSTOOD;
  }

  private int failed(Exception e) {
    if (stacktrace) {
      e.printStackTrace(console.err());
    } else {
      console.say(ErrorMessage.of(e));
    }
    return e instanceof ConfigException ? NOT_UNDERSTOOD : FAILED;
  }
}
