package io.corpuscle.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.SharedFiles;
import io.corpuscle.engine.TinyModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Some need {@code ../shared/golden}, and skip where it is absent. */
class CorpuscleTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  @Test
  void helpListsEveryCommand() {
    assertThat(corpuscle("--help")).isZero();

    assertThat(out.toString())
        .contains(
            "analyze",
            "verify",
            "inspect",
            "show",
            "doctor",
            "bench",
            "compare",
            "spikes",
            "quantize",
            "convert",
            "samples",
            "Exit codes");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theVersionIsTheOneThatWasBuilt() {
    assertThat(corpuscle("--version")).isZero();

    assertThat(out.toString()).matches("corpuscle \\d+\\.\\d+\\.\\d+\\S*\\R");
  }

  @ParameterizedTest
  @CsvSource({"verfy,verify", "--verson,--version", "analyze,CONFIG", "show x y z,'z'"})
  void whatIsNotUnderstoodExitsWithTwoAndSaysWhatWouldBe(String command, String hint) {
    assertThat(corpuscle(command.split(" "))).isEqualTo(2);

    assertThat(err.toString()).contains(hint).contains("--help").doesNotContain("\tat ");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "gla-swa-tiny,reference",
    "gla-swa-tiny,vector",
    "gla-swa-gqa,vector",
    "gla-swa-bf16-sharded,vector"
  })
  void verifyAgreesWithThePublishedCode(String model, String kernels) {
    String path = SharedFiles.shared("golden/" + model).toString();

    assertThat(corpuscle("verify", path, "--kernels", kernels)).isZero();

    assertThat(out.toString()).contains("max|Δlogit|", "mean|Δnll|", kernels, "It agrees.");
  }

  @Test
  void verifyExitsWithOneWhereTheModelIsAnother() throws IOException {
    Path expected = SharedFiles.shared("golden/gla-swa-tiny/expected.safetensors");
    Path model = Files.createDirectories(folder.resolve("model"));
    Path golden = expected.getParent();
    for (String file : new String[] {"config.json", "model.safetensors"}) {
      Files.copy(golden.resolve(file), model.resolve(file));
    }
    // Another epsilon is another model, if hardly.
    Path config = model.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(config).replaceAll("\"norm_eps\": *[^,}\\s]+", "\"norm_eps\": 0.01"));

    assertThat(corpuscle("verify", model.toString(), "--expected", expected.toString())).isOne();

    assertThat(out.toString()).contains("It does NOT agree.");
  }

  @Test
  void aModelThatIsNotThereIsOneLine() {
    assertThat(corpuscle("verify", folder.resolve("none").toString())).isOne();

    assertThat(err.toString())
        .hasLineCount(1)
        .startsWith("corpuscle: ")
        .contains("none is not a directory");
  }

  @Test
  void kernelsThatAreNotThereAreNamedWithThoseThatAre() throws IOException {
    Path model = TinyModels.dna(folder.resolve("tiny"), 1);

    assertThat(corpuscle("verify", model.toString(), "--kernels", "abacus")).isOne();

    assertThat(err.toString()).hasLineCount(1).contains("Kernels 'abacus'", "reference");
  }

  @Test
  void theStackTraceIsThereForTheAsking() {
    assertThat(corpuscle("inspect", folder.resolve("none").toString(), "--stacktrace")).isOne();

    assertThat(err.toString()).contains("CheckpointException", "\tat io.corpuscle");
  }

  @Test
  void inspectSaysWhatAModelIs() throws IOException {
    Path model = TinyModels.dna(folder.resolve("tiny"), 1);

    assertThat(corpuscle("inspect", model.toString())).isZero();

    assertThat(out.toString())
        .contains("gla_swa")
        .contains("2: 1 of gated linear attention, 1 of sliding-window attention (40 tokens)")
        .contains("hidden 32, feed-forward 48, 4 heads of 8, 2 of keys and values")
        .contains("as F32");
  }

  @Test
  void inspectSaysHowAStateGrows() throws IOException {
    Path model = TinyModels.qwen2(folder.resolve("tiny"), 1000, 1);

    assertThat(corpuscle("inspect", model.toString())).isZero();

    assertThat(out.toString())
        .contains("qwen2", "2: 2 of full attention", "grows to 1,000 tokens at most");
  }

  @ParameterizedTest
  @CsvSource({"w8aspike-published,', down_proj in floating point'", "w8aspike-all-linear,''"})
  void inspectSaysHowACheckpointSpikes(String model, String downProjection) {
    assertThat(corpuscle("inspect", SharedFiles.shared("golden/" + model).toString())).isZero();

    assertThat(out.toString())
        .containsPattern(
            "W8ASpike: INT8 weights in groups of 128 inputs, k = 3.0" + downProjection + "\\R");
  }

  @Test
  void inspectKnowsBundledModelsByName() {
    assertThat(corpuscle("inspect", "text")).isZero();

    assertThat(out.toString())
        .contains("10: 5 of gated linear attention, 5 of sliding-window attention")
        .contains("trained so: INT8 weights with a scale a channel, k = 3.0")
        .contains("22,076,480")
        .contains("byte-level BPE");
  }

  @Test
  void aKeyThatDoesNotExistExitsWithTwoBeforeSparkStarts() throws IOException {
    Path config =
        Files.writeString(folder.resolve("job.yaml"), "input: in\noutput: out\nmodell: text\n");

    assertThat(corpuscle("analyze", config.toString())).isEqualTo(2);

    assertThat(err.toString()).hasLineCount(1).contains("job.yaml", "'modell'", "'model'");
  }

  @Test
  void samplesWritesTheCorpusThatIsInTheRepository() throws IOException {
    assertThat(corpuscle("samples", folder.toString())).isZero();

    assertThat(folder.resolve("corpus/legal/statute-harbours.txt"))
        .hasSameBinaryContentAs(
            SharedFiles.repository().resolve("data-samples/corpus/legal/statute-harbours.txt"));
    assertThat(folder.resolve("planted.json")).exists();
  }

  private int corpuscle(String... args) {
    Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), false);
    return Corpuscle.run(console, args);
  }
}
