package io.corpuscle.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.SharedFiles;
import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.spike.EnergyModel;
import io.corpuscle.jobs.corpus.DeclaredEncoding;
import io.corpuscle.jobs.corpus.Format;
import io.corpuscle.jobs.corpus.InputLimit;
import io.corpuscle.jobs.corpus.InputLimits;
import io.corpuscle.jobs.source.OnError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AnalyzeConfigTest {
  private static final String SMALLEST = "input: in\noutput: out\nmodel: text\n";

  @TempDir private Path folder;

  static Stream<Path> shippedFiles() throws IOException {
    try (Stream<Path> files = Files.list(SharedFiles.repository().resolve("conf/jobs"))) {
      return files.toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("shippedFiles")
  void everyShippedFileIsUnderstood(Path file) {
    AnalyzeConfig config = AnalyzeConfig.read(file, List.of());

    assertThat(config.inputNames()).isNotEmpty();
    assertThat(config.mode()).isEqualTo(WriteMode.APPEND);
  }

  @Test
  void whatIsLeftOutHasItsDefault() throws IOException {
    AnalyzeConfig config = read(SMALLEST);

    assertThat(config.input()).containsExactly("in");
    assertThat(config.windowTokens()).isEqualTo(1024);
    assertThat(config.engine().kernels()).isEqualTo("auto");
    assertThat(config.partitions()).isEmpty();
    assertThat(config.embeddings()).isTrue();
    assertThat(config.spikes()).isFalse();
    assertThat(config.energy()).isEqualTo(EnergyModel.HOROWITZ_45NM);
    assertThat(config.corpus().limits()).isEqualTo(InputLimits.STANDARD);
    assertThat(config.onError()).isEqualTo(OnError.QUARANTINE);
    assertThat(config.errorBudget()).isEqualTo(ErrorBudget.ALL);
    assertThat(config.measures()).doesNotContain(Measure.SPIKES).hasSize(3);
    assertThat(config.model())
        .containsOnlyKeys(Format.ofDocuments())
        .containsValue("text")
        .doesNotContainKey(Format.ZIP);
    assertThat(config.corpus().encoding()).isEqualTo(DeclaredEncoding.AUTO);
  }

  @Test
  void theCommandLineOverridesTheFile() throws IOException {
    AnalyzeConfig config =
        read(
            SMALLEST + "windowTokens: 7\n",
            "windowTokens=9",
            "input=[a, '*.txt']",
            "output=*.out",
            "model.fasta=dna",
            "partitions=3");

    assertThat(config.windowTokens()).isEqualTo(9);
    assertThat(config.input()).containsExactly("a", "*.txt");
    assertThat(config.output()).isEqualTo("*.out");
    assertThat(config.partitions()).isEqualTo(OptionalInt.of(3));
    assertThat(config.model()).isEqualTo(Map.of(Format.FASTA, "dna"));
  }

  @Test
  void anUnknownKeyIsRefusedWithTheFileAndTheNearestKey() {
    assertThatThrownBy(() -> read(SMALLEST + "windowTokns: 8\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("job.yaml")
        .hasMessageContaining("no key 'windowTokns'")
        .hasMessageContaining("nearest is 'windowTokens'");
    assertThatThrownBy(() -> read(SMALLEST, "outptu=x"))
        .hasMessageStartingWith("--set: there is no key 'outptu'. The nearest is 'output'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "windowTokens: many | 'windowTokens' is \"many\" and must be a whole number",
        "windowTokens: 1.5 | 'windowTokens' is 1.5 and must be a whole number",
        "windowTokens: 0 | A window has at least one token",
        "chunkTokens: 100 | chunkTokens is 100 and must be a multiple of 64",
        "documentsTogether: 0 | documentsTogether is 0 and must be at least 1",
        "partitions: 0 | 'partitions' is 0 and must be at least 1",
        "embeddings: maybe | 'embeddings' is \"maybe\" and must be true or false",
        "spikes: 3 | 'spikes' is 3 and must be true or false",
        "energy: 45 nm | 'energy' is \"45 nm\" and must be a map of fp16_mac_pj, int8_add_pj",
        "energy: {int8_addpj: 1} | energy: there is no key 'int8_addpj'. The nearest is 'int8_add_pj'",
        "energy: {int8_add_pj: 1} | 'energy.name' is missing: what the figures were taken from",
        "energy: {name: x, int8_add_pj: 0} | 'energy.int8_add_pj' is 0 and must be a number above 0",
        "energy: {name: x, int8_add_pj: a} | 'energy.int8_add_pj' is \"a\" and must be a number above",
        "energy: {name: x, int8_add_pj: 1} | 'energy.int8_mac_pj' is missing",
        "kernels: [a] | 'kernels' is [\"a\"] and must be text",
        "idField: | 'idField' is empty and must be text",
        "textField: id | idField and textField are both 'id'",
        "mode: replace | 'mode' is or names 'replace'; there are append, overwrite, incremental",
        "states: {tokens: 0} | 'states.tokens' is 0 and must be at least 1",
        "states: {token: 5} | states: there is no key 'token'",
        "limits: 3 | 'limits' is 3 and must be a map of archiveDepth, decompressedBytes, decompressionRatio,",
        "limits: {lineByte: 3} | limits: there is no key 'lineByte'. The nearest is 'lineBytes'",
        "limits: {records: 0} | 'limits.records' is 0 and must be from 1 to",
        "limits: {records: many} | 'limits.records' is \"many\" and must be a whole number",
        "onError: stop | 'onError' is or names 'stop'; there are quarantine, fail",
        "errorBudget: 0.05 | 'errorBudget' is '0.05' and must be a share of the documents",
        "format: rtf | 'format' is or names 'rtf'; there are text, jsonl, fasta",
        "encoding: utf8y | 'encoding' is 'utf8y', which is no encoding",
        "encoding: a b | 'encoding' is 'a b', which is no encoding",
      })
  void aValueThatDoesNotFitIsRefusedWithTheFileAndTheKey(String line, String message) {
    assertThatThrownBy(() -> read(SMALLEST + line + "\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("job.yaml")
        .hasMessageContaining(message.strip());
  }

  @Test
  void whatIsNeededAndMissingIsNamed() {
    assertThatThrownBy(() -> read("input: in\nmodel: text\n"))
        .hasMessageContaining("'output' is missing");
    assertThatThrownBy(() -> read("output: out\nmodel: text\ninput: []\n"))
        .hasMessageContaining("'input' is missing");
    assertThatThrownBy(() -> read("output: out\ninput: in\nmodel: {rtf: text}\n"))
        .hasMessageContaining("'model' is or names 'rtf'");
  }

  @Test
  void brokenYamlIsRefusedWithItsLine() {
    assertThatThrownBy(() -> read("input: in\noutput: [out\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("job.yaml, line ");
    assertThatThrownBy(() -> read(SMALLEST + "input: again\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("input");
    assertThatThrownBy(() -> AnalyzeConfig.read(folder.resolve("none.yaml"), List.of()))
        .hasMessageContaining("There is no file");
  }

  @Test
  void itsMapIsTheSameConfiguration() throws IOException {
    AnalyzeConfig config =
        read(
            SMALLEST + "energy: {name: 7 nm, int8_add_pj: 1, int8_mac_pj: 0.03, fp16_mac_pj: 2}\n",
            "partitions=3",
            "format=jsonl",
            "planted=p.json",
            "mode=incremental",
            "states.tokens=5000",
            "spikes=true",
            "limits.jsonDepth=7",
            "onError=fail",
            "errorBudget=2.5%",
            "energy.int8_add_pj=0.007");

    assertThat(AnalyzeConfig.of(config.toMap())).isEqualTo(config);
    assertThat(config.energy()).isEqualTo(new EnergyModel("7 nm", 0.007, 0.03, 2));
    assertThat(config.measures()).contains(Measure.SPIKES);
    assertThat(config.corpus().limits())
        .isEqualTo(InputLimits.of(Map.of(InputLimit.JSON_DEPTH, 7L)));
    assertThat(config.errorBudget()).isEqualTo(ErrorBudget.parse("2.5%"));
  }

  private AnalyzeConfig read(String yaml, String... overrides) throws IOException {
    Path file = Files.writeString(folder.resolve("job.yaml"), yaml);
    return AnalyzeConfig.read(file, List.of(overrides));
  }
}
