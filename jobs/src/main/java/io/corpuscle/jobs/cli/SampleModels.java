package io.corpuscle.jobs.cli;

import io.corpuscle.bench.RandomTransformer;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.huggingface.Qwen2Config;
import io.corpuscle.engine.checkpoint.safetensors.ShardedWriter;
import io.corpuscle.engine.convert.ConversionPlan;
import io.corpuscle.engine.convert.GlaSwaPlan;
import io.corpuscle.engine.convert.MoePlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/**
 * Writes one small model of each architecture: a {@code transformer} with random weights, and what
 * converting it makes, {@code linear} and {@code experts}. They know nothing; they show what a job
 * does with such models. The same bytes each time.
 */
public final class SampleModels {
  private static final long SEED = 76;
  private static final int LAYERS = 4;
  private static final int WINDOW = 128;
  private static final int EXPERTS = 8;
  private static final int SINKS = 16;

  /** Room for the longest of the samples. */
  private static final int POSITIONS = 1 << 17;

  /** What the bundled model {@code text} reads with. */
  private static final List<String> TOKENIZER = List.of("tokenizer.json", "tokenizer_config.json");

  private static final int VOCABULARY = 8192;

  /**
   * Writes the models below {@code directory}, which is created if need be.
   *
   * @throws io.corpuscle.engine.checkpoint.CheckpointException if a converted one is there already
   */
  public void write(Path directory) throws IOException {
    Path source = directory.resolve("transformer");
    new RandomTransformer(shape(), SEED).write(source);
    for (String file : TOKENIZER) {
      copyBundled(file, source.resolve(file));
    }
    convert(source, new GlaSwaPlan(GlaSwaPlan.alternating(LAYERS), WINDOW), directory, "linear");
    convert(
        source,
        new MoePlan(
            MoePlan.reportedFullLayers(LAYERS),
            MoePlan.reportedDenseLayers(LAYERS),
            WINDOW,
            EXPERTS,
            MoePlan.REPORTED_CHOSEN,
            SINKS),
        directory,
        "experts");
  }

  private static Qwen2Config shape() {
    return new Qwen2Config(VOCABULARY, 64, LAYERS, 2, 1, 128, 1e6, 1e-6f, true, "silu", POSITIONS);
  }

  private static void copyBundled(String file, Path target) throws IOException {
    String resource = "/models/text/" + file;
    try (InputStream in =
        Objects.requireNonNull(SampleModels.class.getResourceAsStream(resource), resource)) {
      Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void convert(Path source, ConversionPlan plan, Path directory, String name)
      throws IOException {
    plan.of(Checkpoint.open(source), SEED)
        .write(directory.resolve(name), ShardedWriter.DEFAULT_SHARD_BYTES, tensors -> {});
  }
}
