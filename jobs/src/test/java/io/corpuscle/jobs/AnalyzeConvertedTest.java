package io.corpuscle.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.SharedFiles;
import io.corpuscle.jobs.cli.SampleModels;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of every architecture over the samples: random weights, and every row a finite one. */
class AnalyzeConvertedTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir private static Path folder;

  @BeforeAll
  static void writeModels() throws IOException {
    new SampleModels().write(folder.resolve("models"));
  }

  private static Runs.Committed analyze(String model, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put(
        "input",
        SharedFiles.repository()
            .resolve("data-samples/corpus/medical/case-reports.jsonl")
            .toString());
    config.put("output", folder.resolve("out").toString());
    config.put("model", folder.resolve("models").resolve(model).toString());
    return AnalyzeJob.run(SPARK, AnalyzeConfig.of(config));
  }

  private static Dataset<Row> windows(Runs.Committed run) {
    return SPARK.read().parquet(run.table("windows"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"transformer", "linear", "experts"})
  void everyDocumentIsReadWholeAndTheSameEveryTime(String model) {
    Runs.Committed run = analyze(model, Map.of());
    Runs.Committed again = analyze(model, Map.of("partitions", 1, "documentsTogether", 3));

    assertThat(run.manifest().counts().documents()).isEqualTo(40);
    assertThat(run.manifest().counts().failed()).isZero();
    assertThat(again.manifest().contentHash()).isEqualTo(run.manifest().contentHash());
    // NaN is larger than any number here.
    assertThat(windows(run).where("bits_per_token > 0 AND bits_per_token < 1000").count())
        .isEqualTo(run.manifest().counts().windows());
  }

  @Test
  void loadsOfExpertsAreWrittenWhereTheyAreAskedFor() {
    Runs.Committed run = analyze("experts", Map.of("experts", true, "embeddings", false));

    // Of four layers the first keeps its feed-forward; each token goes to one of eight experts.
    assertThat(
            windows(run)
                .where("size(expert_loads) = 24")
                .where(
                    "aggregate(expert_loads, 0L, (sum, n) -> sum + n) = 3 * (token_end - token_start)")
                .count())
        .isEqualTo(run.manifest().counts().windows());
    assertThat(List.of(windows(analyze("linear", Map.of())).columns()))
        .doesNotContain("expert_loads");
  }

  @Test
  void expertsWithinABudgetGiveTheSameRows() {
    Runs.Committed all = analyze("experts", Map.of());
    Runs.Committed few = analyze("experts", Map.of("expertBytes", 200_000));

    assertThat(few.manifest().contentHash()).isEqualTo(all.manifest().contentHash());
  }
}
