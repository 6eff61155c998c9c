package io.corpuscle.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.reading.Content;
import io.corpuscle.jobs.corpus.Format;
import io.corpuscle.jobs.table.TableOrigin;
import io.corpuscle.jobs.table.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceConfigTest {
  @TempDir private Path folder;

  @Test
  void everyKeyOfASourceIsReadAndWrittenAgain() throws IOException {
    AnalyzeConfig config =
        read(
            """
            source:
              format: delta
              path: /lake/contracts
              where: "jurisdiction = 'FR'"
              id: contract_id
              text: body
              metadata: [jurisdiction, signed]
              options: {versionAsOf: 12, mergeSchema: true}
            """);

    TableSource source = config.source().orElseThrow();
    assertThat(source.origin()).isEqualTo(new TableOrigin.AtPath("delta", "/lake/contracts"));
    assertThat(source.where()).contains("jurisdiction = 'FR'");
    assertThat(source.id()).isEqualTo("contract_id");
    assertThat(source.content()).isEqualTo(Content.TEXT);
    assertThat(source.body()).isEqualTo("body");
    assertThat(source.metadata()).containsExactly("jurisdiction", "signed");
    assertThat(source.options()).isEqualTo(Map.of("versionAsOf", "12", "mergeSchema", "true"));
    assertThat(config.input()).isEmpty();
    assertThat(AnalyzeConfig.of(config.toMap())).isEqualTo(config);
  }

  @Test
  void theCommandLineReachesIntoAMapOfTheMap() throws IOException {
    TableSource source =
        read(
                "source: {table: lake.a, options: {branch: audit}}",
                "source.where=year > 2020",
                "source.tokens=ids",
                "source.options.start-snapshot-id=4358109269898191910",
                "source.options.vendor.key=x")
            .source()
            .orElseThrow();

    assertThat(source.where()).contains("year > 2020");
    assertThat(source.content()).isEqualTo(Content.TOKEN_IDS);
    assertThat(source.body()).isEqualTo("ids");
    assertThat(source.options())
        .isEqualTo(
            Map.of(
                "branch", "audit",
                "start-snapshot-id", "4358109269898191910",
                "vendor.key", "x"));
  }

  @Test
  void aModelMayBeNamedForRows() throws IOException {
    assertThat(read("source: {table: a}", "model={table: dna}").model())
        .isEqualTo(Map.of(Format.TABLE, "dna"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          output: o | 'input' is missing: a path, a pattern, or a list of them, to read documents from (or source, for a table).
          {input: a, source: {table: b}} | 'input' is [a] and 'source' is b, and documents come from one of them.
          source: {id: x} | 'source' has none of them, and must have one of table, query, or format with path.
          source: {table: a, query: SELECT} | 'source' has [query, table], and must
          source: {format: delta} | 'source' has [format], and must
          source: {path: /x} | 'source' has [path], and must
          source: {table: a, text: b, tokens: c} | 'source.text' is 'b' and 'source.tokens' is 'c'
          source: {query: q, options: {versionAsOf: 1}} | 'source.options' are {versionAsOf=1}, and the tables of 'source.query' take none.
          source: {table: a, tabel: b} | there is no key 'tabel'. The nearest is 'table'
          source: {table: a, options: 7} | 'source.options' is 7 and must be a map.
          source: {table: a, options: {fs.s3a.secret.key: x}} | 'source.options.fs.s3a.secret.key' looks like a secret
          {format: table, input: a} | format is 'table', which no file has.
          {source: {table: a}, model: {text: dna}} | 'model' names one for [text], and 'source' is a. Set model.table.
          """)
  void whatDoesNotFitIsRefused(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml)).hasMessageContaining(message);
  }

  private AnalyzeConfig read(String yaml, String... settings) throws IOException {
    List<String> all = new ArrayList<>(List.of("output=out"));
    if (!yaml.contains("model:")) {
      all.add("model=text");
    }
    all.addAll(List.of(settings));
    return AnalyzeConfig.read(Files.writeString(folder.resolve("job.yaml"), yaml), all);
  }
}
