package io.corpuscle.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.corpuscle.engine.SharedFiles;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.run.Surprises;
import io.corpuscle.jobs.samples.Planted;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command: what it must give for the samples, to the last bit. */
class SamplesTest {
  private static final Path SAMPLES = SharedFiles.repository().resolve("data-samples");
  private static final SparkSession SPARK = LocalSpark.session();

  private static JsonNode expected;
  private static Runs.Committed run;
  private static Surprises surprises;

  @BeforeAll
  static void analyze(@TempDir Path output) throws IOException {
    expected = JsonMapper.builder().build().readTree(SAMPLES.resolve("expected.json").toFile());
    AnalyzeConfig config =
        AnalyzeConfig.read(
            SharedFiles.repository().resolve("conf/jobs/analyze-samples.yaml"),
            List.of("input=" + SAMPLES.resolve("corpus"), "output=" + output));
    run = AnalyzeJob.run(SPARK, config);
    surprises = new Surprises(SPARK, run, config.windowTokens());
  }

  @Test
  void everyDocumentIsReadWhole() {
    assertThat(run.manifest().counts().documents()).isEqualTo(expected.get("documents").asLong());
    assertThat(run.manifest().counts().failed()).isZero();
    assertThat(run.manifest().counts().windows()).isEqualTo(expected.get("windows").asLong());
    assertThat(run.manifest().counts().tokens()).isEqualTo(expected.get("tokens").asLong());
    assertThat(run.manifest().counts().bytes()).isEqualTo(expected.get("bytes").asLong());
  }

  @Test
  void theContentIsTheSameToTheLastBit() {
    String kernels = expected.get("kernels").asText();
    assumeTrue(
        run.manifest().kernels().equals(kernels),
        () -> "skipped: the hash holds for " + kernels + ", not " + run.manifest().kernels());

    assertThat(run.manifest().contentHash()).isEqualTo(expected.get("contentHash").asText());
    assertThat(SharedFiles.repository().resolve("README.md"))
        .content()
        .contains(expected.get("contentHash").asText());
  }

  @Test
  void everyWindowAndEveryLayerHasItsSpikes() {
    assertThat(SPARK.read().parquet(run.table("windows")).where("energy_pj > 0").count())
        .isEqualTo(expected.get("windows").asLong());
    // Eight projections in a layer of linear attention, seven in one of windows, and the head.
    long text = 66 * (5 * 8 + 5 * 7 + 1);
    long dna = 4 * (3 * 8 + 3 * 7 + 1);
    assertThat(SPARK.read().parquet(run.table("spikes")).where("syn_ops > 0").count())
        .isEqualTo(text + dna)
        .isEqualTo(expected.get("spikes").asLong());
  }

  @Test
  void everyForeignPassageIsTheMostSurprisingPlaceOfItsDocument() throws IOException {
    List<Planted> foreign =
        JsonMapper.builder()
            .build()
            .readValue(
                SAMPLES.resolve("planted.json").toFile(), new TypeReference<List<Planted>>() {})
            .stream()
            .filter(planted -> planted.kind() == Planted.Kind.FOREIGN)
            .toList();

    assertThat(foreign).hasSize(3);
    for (Planted passage : foreign) {
      Surprises.Rank rank =
          surprises.rank(passage.docId(), passage.byteStart(), passage.byteEnd()).orElseThrow();
      assertThat(rank.inDocument()).as("%s", passage).isEqualTo(1);
      assertThat(rank.documentWindows()).isGreaterThan(20);
    }
  }
}
