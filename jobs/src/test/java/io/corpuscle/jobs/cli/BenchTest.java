package io.corpuscle.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.bench.RandomModel;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
  private static final GlaSwaConfig SHAPE =
      new GlaSwaConfig(256, 128, 2, List.of(1), 4, 2, 192, 64, 1e6, 1e-6f, false, "swish", false);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  @Test
  void aModelHasARowUnderTheLimitsOfThisMachine() throws IOException {
    String model = new RandomModel(SHAPE, 1).write(folder.resolve("small")).toString();

    assertThat(
            corpuscle(
                "bench",
                "--threads",
                "2",
                "--models",
                "dna," + model,
                "--seconds",
                "0.3",
                "--tokens",
                "2e6",
                "--kernels",
                "vector"))
        .isZero();

    assertThat(out.toString())
        .contains("products in int8", "one thread", "2 threads")
        .containsPattern("float32 +[\\d,]+ G/s +[\\d,]+ G/s")
        .containsPattern("bfloat16 +[\\d,]+ G/s +[\\d,]+ G/s")
        .containsPattern("int8 +[\\d,]+ G/s +[\\d,]+ G/s")
        .contains("hours for 2.00e+06")
        // S of 2·64·64 floats in three layers; nine tiles of 64 keys and values in three.
        .containsPattern("dna +[\\d,]+ +[\\d.]+ % +1\\.9 MB +[\\d.]+")
        .contains("A token of dna is 10.6 million operations: 8.9 in matrix products");
    Matcher row =
        Pattern.compile(Pattern.quote(model) + " +([\\d,]+) +[\\d.]+ % .* ([\\d.]+)\\R")
            .matcher(out.toString());
    assertThat(row.find()).isTrue();
    double tokensPerSecond = Double.parseDouble(row.group(1).replace(",", ""));
    assertThat(tokensPerSecond).isGreaterThan(100);
    assertThat(Double.parseDouble(row.group(2)))
        .isEqualTo(Math.round(2e6 / tokensPerSecond / 360) / 10.0);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theProfileSaysWhereTheTimeGoes() throws IOException {
    String model = new RandomModel(SHAPE, 1).write(folder.resolve("small")).toString();

    assertThat(
            corpuscle(
                "bench",
                "--models",
                model,
                "--seconds",
                "0.3",
                "--precision",
                "float32",
                "--kernels",
                "vector",
                "--profile"))
        .isZero();

    assertThat(out.toString())
        .contains("of each of 2 threads")
        .containsPattern("swiGlu +384 × 128 +[\\d.]+ +[\\d.]+ % +[\\d.]+ Gops +[\\d.]+ %")
        .containsPattern("windowAttention +4 heads of 32 on 2, w = 64 ")
        .containsPattern("gatedLinearScan +4 heads of 32 on 2 ")
        .containsPattern("surprisalAndEntropy +256 × 128 ")
        .containsPattern("rmsNorm, as operand +128 .* GB ")
        .containsPattern("all kernels +[\\d.]+ +\\d+\\.\\d %")
        .contains("outside of kernels");
  }

  @Test
  void aJobIsHeldToTheBareEngine() throws IOException {
    assertThat(
            new JobOverhead(
                    console(),
                    LocalSpark.session(),
                    Map.of("precision", "int8"),
                    new JobOverhead.Extent(0.01, 2_000, 1))
                .run())
        .isZero();

    assertThat(out.toString())
        .containsPattern("documents +64 of 2\\.0 KB, 8 tasks at a time; kernels \\w+, int8")
        .containsPattern(
            "round 1 +engine [\\d.]+ and [\\d.]+ s, job [\\d.]+ and [\\d.]+ s: [\\d.]+, after")
        .containsPattern("medians: whole [\\d.]+; after start-up [-\\d.]+ \\(at most 1.050: ");
  }

  @Test
  void whatCannotBeMeasuredIsOneLine() {
    assertThat(corpuscle("bench", "--threads", "2", "--models", "texd", "--seconds", "0.01"))
        .isOne();
    assertThat(err.toString()).hasLineCount(1).contains("'texd'");
    // Said before anything was measured.
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aPrecisionThatIsNoneIsOneLine() {
    assertThat(corpuscle("bench", "--precision", "int7")).isOne();
    assertThat(err.toString())
        .hasLineCount(1)
        .contains("'int7'", "float32, bfloat16, int8, spiking");
  }

  private int corpuscle(String... args) {
    return Corpuscle.run(console(), args);
  }

  private Console console() {
    return new Console(new PrintWriter(out, true), new PrintWriter(err, true), false);
  }
}
