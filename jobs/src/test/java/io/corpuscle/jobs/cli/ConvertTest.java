package io.corpuscle.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.TinyModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvertTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private String source;
  private String target;

  @BeforeEach
  void writeATransformer() throws IOException {
    source = TinyModels.qwen2(folder.resolve("transformer"), 500, 1).toString();
    target = folder.resolve("converted").toString();
  }

  @Test
  void theLinearModelKeepsAStateThatItsSourceWouldOutgrow() {
    assertThat(corpuscle("convert", source, target, "--to", "gla_swa", "--window", "64")).isZero();
    assertThat(corpuscle("inspect", target)).isZero();

    assertThat(out.toString())
        .contains("windows        in layers [1]")
        .containsPattern("copied +27 tensors")
        .containsPattern("new +4 tensors")
        .contains("converted      from qwen2, which had room for 500 tokens")
        .contains("the same however long the document")
        .containsPattern("at 4,000,000 tokens; the key/value cache of its source [\\d.]+ MB");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theHybridTellsItsExpertsAndWhatATokenMeetsOfThem() {
    assertThat(
            corpuscle(
                "convert",
                source,
                target,
                "--to",
                "spikingbrain_moe",
                "--full-layers",
                "none",
                "--experts",
                "4",
                "--sinks",
                "3"))
        .isZero();
    assertThat(corpuscle("inspect", target)).isZero();

    assertThat(out.toString())
        .contains("experts        4 a layer, 1 for a token, and a shared one")
        .contains("full attention in layers []", "no experts     in layers [0]", "sinks          3")
        .containsPattern("scaled +15 tensors")
        .contains("state          the same however long the document");
  }

  @Test
  void aDryRunWritesNothing() {
    assertThat(corpuscle("convert", source, target, "--to", "gla_swa", "--dry-run")).isZero();

    assertThat(out.toString()).contains("parameters", "Nothing was written.");
    assertThat(Path.of(target)).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "--to llama,'There are gla_swa and spikingbrain_moe'",
    "--to gla_swa --window-layers odd,'not a list of layers'",
    "--to gla_swa --widow 3,'Unknown option'",
    "--window 3,'--to'"
  })
  void whatIsNotUnderstoodExitsWithTwo(String options, String hint) {
    String[] arguments = ("convert " + source + " " + target + " " + options).split(" ");

    assertThat(corpuscle(arguments)).isEqualTo(2);

    assertThat(err.toString()).contains(hint).contains("convert --help").doesNotContain("\tat ");
    assertThat(Path.of(target)).doesNotExist();
  }

  @Test
  void aSourceThatIsNotThereIsNamed() {
    assertThat(corpuscle("convert", folder + "/none", target, "--to", "gla_swa")).isEqualTo(1);

    assertThat(err.toString()).contains("none is not a directory");
    assertThat(Path.of(target)).doesNotExist();
  }

  private int corpuscle(String... arguments) {
    Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), false);
    return Corpuscle.run(console, arguments);
  }
}
