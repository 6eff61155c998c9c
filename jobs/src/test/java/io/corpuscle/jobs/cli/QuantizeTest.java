package io.corpuscle.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.TinyModels.Widths;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.safetensors.ShardedWriter;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.quantization.Granularity;
import io.corpuscle.engine.quantization.QuantizationException;
import io.corpuscle.engine.quantization.QuantizationOptions;
import io.corpuscle.engine.quantization.ScaleRule;
import io.corpuscle.jobs.quantize.QuantizeJob;
import io.corpuscle.jobs.quantize.SampleSize;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on Spark, on a model of two layers and a corpus of random bases. */
class QuantizeTest {
  private static final SparkSession SPARK = LocalSpark.session();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private Path model;
  private Path corpus;
  private Path target;

  @BeforeEach
  void writeAModelAndACorpus() throws IOException {
    model = TinyModels.dna(folder.resolve("model"), 1, new Widths(64, 128));
    corpus = Files.createDirectories(folder.resolve("corpus"));
    target = folder.resolve("quantised");
    Random random = new Random(1);
    StringBuilder records = new StringBuilder();
    for (int r = 0; r < 9; r++) {
      records.append(">r").append(r).append('\n');
      random.ints(300, 0, 4).forEach(base -> records.append("ACGT".charAt(base)));
      records.append('\n');
    }
    Files.writeString(corpus.resolve("bases.fa"), records);
    Files.write(corpus.resolve("broken.fa.gz"), new byte[] {1, 2, 3});
  }

  private int quantize(SampleSize sample, QuantizationOptions options) throws IOException {
    Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), false);
    QuantizeJob.Request request =
        new QuantizeJob.Request(model, target, List.of(corpus.toString()), sample, options);
    return new Quantize(console, SPARK).run(request, "reference");
  }

  private static QuantizationOptions options(
      List<Float> thresholds, Optional<Integer> group, Granularity granularity, ScaleRule rule) {
    return new QuantizationOptions(
        thresholds, group, granularity, rule, ShardedWriter.DEFAULT_SHARD_BYTES);
  }

  @Test
  void aCheckpointIsWrittenThatReadsAsSpikesAndTheTableIsPrinted() throws IOException {
    QuantizationOptions options =
        options(List.of(2f, 4f), Optional.empty(), Granularity.GROUP, ScaleRule.SEARCH);

    assertThat(quantize(new SampleSize(9, 1800), options)).isZero();

    assertThat(out.toString())
        .contains("64 inputs", "max/127", "| k | bits/byte |", "written")
        .containsPattern("\\n\\| \\**2\\.0\\** \\|[^\\n]*\\n\\| \\**4\\.0\\** \\|")
        .contains("1,407 tokens to calibrate, 402 held out");
    assertThat(err.toString()).contains("calibrating: 2 of 2 layers", "with k = 2.0");
    Engine engine = Engine.open(target, EngineOptions.defaults());
    assertThat(engine.precision()).isEqualTo(Precision.SPIKING);
    assertThat(Checkpoint.open(target).w8aSpike().orElseThrow().groupSize()).isEqualTo(64);
    assertThat(target.resolve("quantization-report.json")).exists();
    assertThat(target.resolve("quantization-report.md")).exists();
  }

  /** Without a search nothing is calibrated, and the error is that of max/127. */
  @Test
  void scalesCanBeTakenWithoutASearch() throws IOException {
    QuantizationOptions options =
        options(List.of(3f), Optional.of(64), Granularity.CHANNEL, ScaleRule.LARGEST);

    assertThat(quantize(new SampleSize(9, 900), options)).isZero();

    assertThat(out.toString()).contains("largest, one a channel", "100.0 % of that with max/127");
    assertThat(err.toString()).doesNotContain("calibrating");
  }

  @Test
  void aCorpusThatIsTooSmallIsToldSo() {
    assertThatThrownBy(() -> quantize(new SampleSize(3, 300), QuantizationOptions.defaults()))
        .isInstanceOf(QuantizationException.class)
        .hasMessageContaining("The sample has 3 passages");
    assertThat(target).doesNotExist();
  }
}
