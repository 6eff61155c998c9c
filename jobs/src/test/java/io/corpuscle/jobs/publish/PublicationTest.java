package io.corpuscle.jobs.publish;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.AnalyzeJob;
import io.corpuscle.jobs.run.ContentHash;
import io.corpuscle.jobs.run.RunTable;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A publication that is cut short anywhere, and repeated, is as one that was not. */
class PublicationTest {
  private static final List<RunTable> HAS = List.of(RunTable.WINDOWS, RunTable.DOCUMENTS);
  private static final String OUTPUT = "out";

  @TempDir private static Path corpus;
  private static Runs.Committed first;
  private static Runs.Committed second;

  @TempDir private Path folder;
  private SparkSession lake;

  @BeforeAll
  static void makeTwoRuns() throws IOException {
    Path model = TinyModels.dna(corpus.resolve("tiny"), 5);
    Path texts = Files.createDirectories(corpus.resolve("texts"));
    Files.writeString(texts.resolve("same.txt"), "ACGT".repeat(300));
    Files.writeString(texts.resolve("grows.txt"), "CGTA".repeat(200));
    Files.writeString(texts.resolve("goes.txt"), "AAAC".repeat(100));
    Files.writeString(
        corpus.resolve("job.yaml"),
        "{input: %s, output: %s, model: %s, windowTokens: 256, mode: incremental}"
            .formatted(texts, corpus.resolve(OUTPUT), model));
    first = run();
    Files.writeString(texts.resolve("grows.txt"), "CGTA".repeat(400));
    Files.writeString(texts.resolve("comes.txt"), "GGTA".repeat(150));
    Files.delete(texts.resolve("goes.txt"));
    second = run();
  }

  private static Runs.Committed run() {
    return AnalyzeJob.run(
        LocalSpark.session(), AnalyzeConfig.read(corpus.resolve("job.yaml"), List.of()));
  }

  /** Every format, every way of arriving, and a fault behind every change of a table. */
  static Stream<Arguments> all() {
    return Stream.of(TableFormat.values())
        .flatMap(
            format ->
                Stream.of(Arrival.values())
                    .flatMap(
                        arrival ->
                            Stream.of(Fault.values())
                                .map(fault -> Arguments.of(format, arrival, fault))));
  }

  /** Every pair of those. */
  static Stream<Arguments> pairs() {
    return all()
        .filter(
            of ->
                Stream.of(of.get()).mapToInt(value -> ((Enum<?>) value).ordinal()).sum() % 3 == 0);
  }

  private enum Fault {
    BEHIND_WINDOWS,
    BEHIND_DOCUMENTS,
    BEHIND_RUNS
  }

  @Tag("full")
  @ParameterizedTest
  @MethodSource("all")
  void whateverWasCutShortIsRepeated(TableFormat format, Arrival arrival, Fault fault) {
    whatWasCutShortIsRepeated(format, arrival, fault);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void whatWasCutShortIsRepeated(TableFormat format, Arrival arrival, Fault fault) {
    LakeTables tables = tables(format, Optional.empty());
    publication(tables).publish(first, HAS, arrival);

    assertThatThrownBy(
            () ->
                publication(new BreakingTables(tables, fault.ordinal() + 1))
                    .publish(second, HAS, arrival))
        .isInstanceOf(BreakingTables.Broken.class);
    publication(tables).publish(second, HAS, arrival);

    assertThat(hashOf(tables, second, arrival)).isEqualTo(second.manifest().contentHash());
    boolean beside =
        arrival == Arrival.BESIDE || (arrival == Arrival.BY_DOCUMENT && !tables.merges());
    assertThat(tables.published("documents").orElseThrow().count()).isEqualTo(beside ? 6 : 3);
    assertThat(publication(tables).published())
        .containsExactlyInAnyOrder(first.manifest().run(), second.manifest().run());
    assertThat(tables.published("runs").orElseThrow().count()).isEqualTo(2);
  }

  /** Of tables that are not there yet: with a branch, nothing of the first run is released. */
  @ParameterizedTest
  @CsvSource({"PARQUET, ", "ICEBERG, ", "ICEBERG, nightly", "DELTA, "})
  void aFirstPublicationThatWasCutShortIsRepeated(TableFormat format, @Nullable String branch)
      throws IOException {
    LakeTables tables = tables(format, Optional.ofNullable(branch));
    // As who dies before the first of its files is there leaves them.
    Files.createDirectories(folder.resolve("lake/windows/run_date=2026-01-01/run=r/_temporary"));
    Files.createDirectories(folder.resolve("lake/documents/_delta_log"));

    assertThatThrownBy(
            () ->
                publication(new BreakingTables(tables, 1)).publish(first, HAS, Arrival.BY_DOCUMENT))
        .isInstanceOf(BreakingTables.Broken.class);
    assertThat(publication(tables).published()).isEmpty();
    publication(tables).publish(first, HAS, Arrival.BY_DOCUMENT);

    assertThat(hashOf(tables, first, Arrival.BY_DOCUMENT))
        .isEqualTo(first.manifest().contentHash());
    assertThat(publication(tables).published()).containsExactly(first.manifest().run());
  }

  /** It counts from where the job is, which SQL would not do. */
  @ParameterizedTest
  @EnumSource(
      value = TableFormat.class,
      names = {"DELTA", "PARQUET"})
  void aRelativeFolderIsOneToo(TableFormat format) {
    Path here = Path.of("").toAbsolutePath();
    String to = here.relativize(folder.resolve("it`s here").toAbsolutePath()).toString();
    lake = LocalSpark.lake("lake", folder.resolve("warehouse").toString());
    LakeTables tables = LakeTables.at(new Destination(format, to, Optional.empty()), lake);
    tables.requireUsable();

    publication(tables).publish(first, HAS, Arrival.INSTEAD);

    assertThat(folder.resolve("it`s here/runs")).isDirectory();
    assertThat(hashOf(tables, first, Arrival.INSTEAD)).isEqualTo(first.manifest().contentHash());
  }

  private LakeTables tables(TableFormat format, Optional<String> branch) {
    lake = LocalSpark.lake("lake", folder.resolve("warehouse").toString());
    String to = format == TableFormat.ICEBERG ? "lake.legal" : folder.resolve("lake").toString();
    LakeTables tables = LakeTables.at(new Destination(format, to, branch), lake);
    tables.requireUsable();
    return tables;
  }

  private Publication publication(LakeTables tables) {
    return Publication.to(tables, lake, OUTPUT);
  }

  private static String hashOf(LakeTables tables, Runs.Committed run, Arrival arrival) {
    boolean all = arrival == Arrival.INSTEAD || (arrival == Arrival.BY_DOCUMENT && tables.merges());
    return ContentHash.of(
        HAS,
        table -> {
          Dataset<Row> rows = tables.published(table.toString()).orElseThrow();
          return all ? rows : rows.where(col("run").equalTo(run.manifest().run()));
        });
  }

  @Test
  void readersOfATableWithABranchSeeNothingThatIsNotRight() {
    LakeTables tables = tables(TableFormat.ICEBERG, Optional.of("nightly"));
    publication(tables).publish(first, HAS, Arrival.BY_DOCUMENT);

    assertThatThrownBy(
            () -> publication(new LosingTables(tables)).publish(second, HAS, Arrival.BY_DOCUMENT))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining(second.manifest().contentHash());

    assertThat(hashOf(tables, first, Arrival.BY_DOCUMENT))
        .isEqualTo(first.manifest().contentHash());
    assertThat(publication(tables).published()).containsExactly(first.manifest().run());

    publication(tables).publish(second, HAS, Arrival.BY_DOCUMENT);
    assertThat(hashOf(tables, second, Arrival.BY_DOCUMENT))
        .isEqualTo(second.manifest().contentHash());
  }
}
