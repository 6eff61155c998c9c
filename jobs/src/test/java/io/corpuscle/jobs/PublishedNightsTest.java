package io.corpuscle.jobs;

import static io.corpuscle.jobs.Nights.bases;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.jobs.Nights.Night;
import io.corpuscle.jobs.publish.PublishException;
import io.corpuscle.jobs.run.ContentHash;
import io.corpuscle.jobs.run.RunTable;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job publishes night after night, in tables of three formats. */
class PublishedNightsTest {
  private static final List<RunTable> WITH_SPIKES =
      List.of(RunTable.WINDOWS, RunTable.SPIKES, RunTable.DOCUMENTS);

  @TempDir private static Path models;
  private static Path model;

  private static final String CATALOG = "lake";

  @TempDir private Path folder;
  private SparkSession spark;
  private Nights nights;

  @BeforeAll
  static void writeAModel() throws IOException {
    model = TinyModels.dna(models.resolve("tiny"), 5);
  }

  @BeforeEach
  void begin() throws IOException {
    spark = LocalSpark.lake(CATALOG, folder.resolve("warehouse").toString());
    nights = new Nights(spark, folder, model, "spikes=true", "precision=spiking");
    nights.write("same.txt", bases(2_000, 1));
    nights.write("grows.txt", bases(3_000, 2));
    nights.write("changes.txt", bases(2_500, 3));
    nights.write("shrinks.txt", bases(1_500, 4));
    nights.write("goes.txt", bases(600, 5));
    nights.write("moves.txt", bases(700, 6));
    nights.write("fails.txt", "ACG\u00e9");
    nights.write("genes.gb", genes("of a gene"));
  }

  /** A sequence that stays the same, and what is said beside it. */
  private static String genes(String definition) {
    return """
        LOCUS       GENES                     60 bp    DNA     linear   UNA 01-JAN-2026
        DEFINITION  %s.
        ACCESSION   GENES
        FEATURES             Location/Qualifiers
             gene            1..60
        ORIGIN
                1 acgtacgtac gtacgtacgt acgtacgtac gtacgtacgt acgtacgtac gtacgtacgt
        //
        """
        .formatted(definition);
  }

  private void secondNight() throws IOException {
    nights.append("grows.txt", bases(900, 7));
    nights.write("changes.txt", bases(2_600, 8));
    nights.write("shrinks.txt", bases(1_500, 4).substring(0, 300));
    nights.write("comes.txt", bases(800, 9));
    nights.write("fails.txt", "ACGT");
    Files.delete(nights.file("goes.txt"));
    Files.move(nights.file("moves.txt"), nights.file("moved.txt"));
  }

  private void thirdNight() throws IOException {
    nights.write("genes.gb", genes("of a gene, revised"));
    nights.append("grows.txt", bases(1_200, 10));
    nights.write("goes.txt", bases(620, 11));
    Files.delete(nights.file("comes.txt"));
  }

  /** Iceberg and Delta, by name and by folder. */
  private String[] publishing(String where) {
    return switch (where) {
      case "iceberg" -> new String[] {"publish.format=iceberg", "publish.to=" + CATALOG + ".legal"};
      case "branch" ->
          new String[] {
            "publish.format=iceberg", "publish.to=" + CATALOG + ".legal", "publish.branch=nightly"
          };
      case "delta" ->
          new String[] {"publish.format=delta", "publish.to=" + folder.resolve("delta")};
      default -> new String[] {"publish.format=parquet", "publish.to=" + folder.resolve("parquet")};
    };
  }

  private Dataset<Row> table(String where, String name) {
    return switch (where) {
      case "iceberg", "branch" -> spark.table(CATALOG + ".legal." + name);
      case "delta" -> spark.read().format("delta").load(folder.resolve("delta/" + name).toString());
      default -> spark.read().parquet(folder.resolve("parquet/" + name).toString());
    };
  }

  private Dataset<Row> table(String where, String name, String version) {
    return where.equals("delta")
        ? spark
            .read()
            .format("delta")
            .option("versionAsOf", version)
            .load(folder.resolve("delta/" + name).toString())
        : spark.sql("SELECT * FROM " + CATALOG + ".legal." + name + " VERSION AS OF " + version);
  }

  private static String hash(Function<RunTable, Dataset<Row>> rows) {
    return ContentHash.of(WITH_SPIKES, rows);
  }

  private Map<String, String> versions(String where, Night night) {
    return table(where, "runs")
        .where(col("run").equalTo(night.run().manifest().run()))
        .first()
        .getJavaMap(table(where, "runs").schema().fieldIndex("versions"));
  }

  /** A table of what is not measured any more holds nothing of documents that are. */
  @Test
  void spikesThatAreNotCountedAnyMoreAreNotThere() throws Exception {
    nights.analyze(publishing("iceberg"));
    assertThat(table("iceberg", "spikes").isEmpty()).isFalse();

    nights.analyze(with(publishing("iceberg"), "spikes=false"));

    assertThat(table("iceberg", "spikes").isEmpty()).isTrue();
    assertThat(table("iceberg", "runs").count()).isEqualTo(2);
  }

  @Tag("full")
  @Test
  void tablesWithoutABranchDoToo() throws Exception {
    tablesHoldTheTruthOfEveryNight("iceberg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"branch", "delta"})
  void tablesHoldTheTruthOfEveryNight(String where) throws Exception {
    List<Night> all = new ArrayList<>();
    all.add(nights.analyze(publishing(where)));
    secondNight();
    all.add(nights.analyze(publishing(where)));
    thirdNight();
    all.add(nights.analyze(publishing(where)));

    Night last = all.get(2);
    assertThat(last.changes()).containsEntry("grown", 1L).containsEntry("gone", 1L);
    assertThat(hash(table -> table(where, table.toString())))
        .isEqualTo(last.run().manifest().contentHash());
    for (RunTable table : WITH_SPIKES) {
      Dataset<Row> published = table(where, table.toString());
      Dataset<Row> read = spark.read().parquet(last.run().table(table.toString()));
      assertThat(published.count()).isEqualTo(read.count());
      assertThat(published.select("doc_id", "uri").except(read.select("doc_id", "uri")).count())
          .isZero();
    }
    for (Night night : all) {
      Map<String, String> versions = versions(where, night);
      assertThat(hash(table -> table(where, table.toString(), versions.get(table.toString()))))
          .isEqualTo(night.run().manifest().contentHash());
    }
    assertThat(table(where, "runs").count()).isEqualTo(3);
    // What has not changed was not written again.
    assertThat(
            table(where, "windows")
                .where(col("doc_id").equalTo("same.txt"))
                .select("run")
                .distinct()
                .first()
                .getString(0))
        .isEqualTo(all.get(0).run().manifest().run());
    assertThat(nights.runs().committed()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"branch", "parquet"})
  void runsStandBesideEachOther(String where) throws Exception {
    String[] append = with(publishing(where), "mode=append");
    Night first = nights.analyze(append);
    secondNight();
    Night second = nights.analyze(append);

    for (Night night : List.of(first, second)) {
      assertThat(
              hash(
                  table ->
                      table(where, table.toString())
                          .where(col("run").equalTo(night.run().manifest().run()))))
          .isEqualTo(night.run().manifest().contentHash());
    }
    assertThat(table(where, "documents").count()).isEqualTo(16);
    assertThat(table(where, "runs").count()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"iceberg", "parquet"})
  void aRunStandsInPlaceOfAllBefore(String where) throws Exception {
    String[] overwrite = with(publishing(where), "mode=overwrite");
    nights.analyze(overwrite);
    secondNight();
    Night second = nights.analyze(overwrite);

    assertThat(hash(table -> table(where, table.toString())))
        .isEqualTo(second.run().manifest().contentHash());
    assertThat(table(where, "runs").count()).isEqualTo(2);
  }

  private static String[] with(String[] settings, String more) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add(more);
    return all.toArray(String[]::new);
  }

  @Test
  void withoutADestinationRunsAreListedInTheOutput() throws Exception {
    Night first = nights.analyze();
    Night second = nights.analyze();

    Row row =
        spark.read().parquet(nights.output().resolve("runs").toString()).orderBy("run").first();

    assertThat(spark.read().parquet(nights.output().resolve("runs").toString()).count())
        .isEqualTo(2);
    assertThat(row.<String>getAs("run")).isEqualTo(first.run().manifest().run());
    assertThat(row.<String>getAs("content_hash")).isEqualTo(first.run().manifest().contentHash());
    assertThat(row.<Long>getAs("read_tokens")).isEqualTo(first.run().manifest().counts().tokens());
    assertThat(row.<Double>getAs("core_seconds")).isPositive();
    assertThat(row.<Double>getAs("energy_pj")).isPositive();
    assertThat(row.<String>getAs("config")).contains("\"windowTokens\":500");
    assertThat(nights.runs().committed()).hasSize(2);
    assertThat(second.changes()).containsEntry("unchanged", 7L);
  }

  @Test
  void anotherJobsDocumentsAreNotRemoved() throws Exception {
    nights.analyze(publishing("iceberg"));
    String elsewhere = "output=" + folder.resolve("other");

    assertThatThrownBy(() -> nights.analyze(with(publishing("iceberg"), elsewhere)))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining(nights.output().toString())
        .hasMessageContaining(folder.resolve("other").toString());
  }

  @Test
  void aMissingCatalogIsKnownBeforeAnythingIsRead() {
    assertThatThrownBy(() -> nights.analyze("publish.format=iceberg", "publish.to=nowhere.legal"))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining("spark.sql.catalog.nowhere");
    assertThat(nights.output()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "publish.format=iceberg publish.to=/lake/legal",
        "publish.format=parquet publish.to=lake.legal",
        "publish.format=delta publish.to=/lake publish.branch=b",
        "publish.format=parquet publish.to=lake:legal",
        "publish.format=iceberg publish.to=lake.my-legal",
        "publish.format=iceberg publish.to=lake.legal publish.branch=main",
        "publish.format=iceberg publish.to=lake.legal publish.branch=audit-2026",
        "publish.format=iceberg publish.to=legal publish.branch=audit",
        "publish.to=lake.legal",
        "publish.format=iceberg"
      })
  void whatDoesNotFitTogetherIsRefused(String settings) {
    assertThatThrownBy(() -> nights.analyze(settings.split(" ")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("publish.");
  }
}
