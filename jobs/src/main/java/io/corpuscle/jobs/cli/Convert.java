package io.corpuscle.jobs.cli;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.checkpoint.huggingface.MoeConfig;
import io.corpuscle.engine.checkpoint.huggingface.Qwen2Config;
import io.corpuscle.engine.checkpoint.safetensors.ShardedWriter;
import io.corpuscle.engine.convert.Conversion;
import io.corpuscle.engine.convert.ConversionPlan;
import io.corpuscle.engine.convert.GlaSwaPlan;
import io.corpuscle.engine.convert.MoePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code corpuscle convert}: makes a model of constant memory of an open Transformer. */
@Command(
    name = "convert",
    description = {
      "Makes a checkpoint of linear attention, windows and experts of an open Transformer's.",
      "Its weights go over as they are; what the new architecture has besides is small and seeded,"
          + " so that it has to be trained on before it predicts as its source did."
    },
    mixinStandardHelpOptions = true)
final class Convert implements Callable<Integer> {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final Console console;
  private long said = System.nanoTime();

  @Spec private CommandSpec command;

  @Parameters(paramLabel = "SRC", description = "The folder of a qwen2 checkpoint.")
  private Path source;

  @Parameters(paramLabel = "DST", description = "The folder to write, not there yet.")
  private Path target;

  @Option(
      names = "--to",
      paramLabel = "gla_swa|spikingbrain_moe",
      required = true,
      description = "The architecture to convert to.")
  private String to;

  @Option(
      names = "--window",
      paramLabel = "N",
      defaultValue = "" + GlaSwaPlan.PUBLISHED_WINDOW,
      description = "Tokens that a sliding window sees. Default: ${DEFAULT-VALUE}.")
  private int window;

  @Option(
      names = "--window-layers",
      paramLabel = "N,N,..",
      converter = LayerNumbers.Converter.class,
      description =
          "gla_swa: layers, counted from 0, that get a window; by default every odd one. The others"
              + " become linear.")
  private Optional<LayerNumbers> windowLayers = Optional.empty();

  @Option(
      names = "--full-layers",
      paramLabel = "N,N,..",
      converter = LayerNumbers.Converter.class,
      description =
          "spikingbrain_moe: layers, counted from 0, that see the whole document beside their linear"
              + " branch; by default every seventh. The others get a window; with none the state does not grow.")
  private Optional<LayerNumbers> fullLayers = Optional.empty();

  @Option(
      names = "--dense-layers",
      paramLabel = "N,N,..",
      converter = LayerNumbers.Converter.class,
      description =
          "spikingbrain_moe: layers, counted from 0, that get no experts; by default about the first"
              + " third in turns, as in the report.")
  private Optional<LayerNumbers> denseLayers = Optional.empty();

  @Option(
      names = "--experts",
      paramLabel = "N",
      defaultValue = "" + MoePlan.REPORTED_EXPERTS,
      description = "spikingbrain_moe: experts of a layer. Default: ${DEFAULT-VALUE}.")
  private int experts;

  @Option(
      names = "--experts-per-token",
      paramLabel = "N",
      defaultValue = "" + MoePlan.REPORTED_CHOSEN,
      description =
          "spikingbrain_moe: how many of them a token goes to, beside a shared one. Default:"
              + " ${DEFAULT-VALUE}.")
  private int chosen;

  @Option(
      names = "--sinks",
      paramLabel = "N",
      defaultValue = "" + MoePlan.REPORTED_SINKS,
      description = "spikingbrain_moe: tokens before every document. Default: ${DEFAULT-VALUE}.")
  private int sinks;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What new parameters depend on. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--shard-bytes",
      paramLabel = "N",
      defaultValue = "" + ShardedWriter.DEFAULT_SHARD_BYTES,
      description = "What a file of weights holds at most. Default: ${DEFAULT-VALUE}.")
  private long shardBytes;

  @Option(names = "--dry-run", description = "Say what would come of it, and write nothing.")
  private boolean dryRun;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  Convert(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Checkpoint checkpoint = Checkpoint.open(source);
    ConversionPlan plan = plan(checkpoint);
    Conversion conversion = plan.of(checkpoint, seed);
    print(plan, conversion);
    if (dryRun) {
      console.print("%nNothing was written.");
      return Corpuscle.OK;
    }
    conversion.write(target, shardBytes, tensors -> progress(tensors, conversion.sizes().size()));
    console.print("written        %s", target);
    return Corpuscle.OK;
  }

  private ConversionPlan plan(Checkpoint checkpoint) {
    int layers = layers(checkpoint);
    return switch (to) {
      case GlaSwaConfig.MODEL_TYPE ->
          new GlaSwaPlan(chosen(windowLayers, GlaSwaPlan.alternating(layers)), window);
      case MoeConfig.MODEL_TYPE ->
          new MoePlan(
              chosen(fullLayers, MoePlan.reportedFullLayers(layers)),
              chosen(denseLayers, MoePlan.reportedDenseLayers(layers)),
              window,
              experts,
              chosen,
              sinks);
      default ->
          throw new ParameterException(
              command.commandLine(),
              "--to is '"
                  + to
                  + "'. There are "
                  + GlaSwaConfig.MODEL_TYPE
                  + " and "
                  + MoeConfig.MODEL_TYPE
                  + ".");
    };
  }

  private static List<Integer> chosen(Optional<LayerNumbers> option, List<Integer> otherwise) {
    return option.map(LayerNumbers::layers).orElse(otherwise);
  }

  /** Of a source of another architecture, whose conversion is refused, any number will do. */
  private static int layers(Checkpoint checkpoint) {
    return checkpoint.modelType().equals(Qwen2Config.MODEL_TYPE)
        ? checkpoint.config(Qwen2Config.class).layers()
        : 1;
  }

  private void print(ConversionPlan plan, Conversion conversion) {
    console.print("from           %s, %s", source, Qwen2Config.MODEL_TYPE);
    console.print("to             %s", plan.modelType());
    ModelSummary summary = new ModelSummary(console, conversion.shape());
    summary.layers();
    if (plan instanceof GlaSwaPlan linear) {
      console.print("windows        in layers %s", linear.windowLayers());
    } else if (plan instanceof MoePlan moe) {
      console.print("full attention in layers %s", moe.fullLayers());
      console.print("no experts     in layers %s", moe.denseLayers());
      console.print("sinks          %d", moe.sinks());
    }
    share("copied", conversion.copied());
    share("scaled", conversion.scaled());
    share("new", conversion.made());
    if (!conversion.unused().isEmpty()) {
      console.print(
          "left out       %d tensors, such as %s",
          conversion.unused().size(), conversion.unused().iterator().next());
    }
    console.print(
        "parameters     %,d, of them %,d multiplied for a token",
        conversion.sizes().values().stream().mapToLong(Long::longValue).sum(),
        conversion.shape().activeParameters(conversion.sizes()));
    summary.state("the key/value cache of the source");
  }

  private void share(String what, Conversion.Share share) {
    if (share.count() > 0) {
      console.print(
          "%-14s %,d tensors, %,d parameters, %s",
          what, share.count(), share.parameters(), Amount.bytes(share.bytes()));
    }
  }

  private void progress(int tensors, int all) {
    if (System.nanoTime() - said > BETWEEN_LINES.toNanos()) {
      said = System.nanoTime();
      console.say("writing: " + tensors + " of " + all + " tensors");
    }
  }
}
