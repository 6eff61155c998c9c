package io.corpuscle.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.jobs.corpus.FlakyFileSystem;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.DocumentFailedException;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run makes of documents that fail: four of six here. */
class ErrorPolicyTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir private Path folder;
  private Path corpus;

  @BeforeEach
  void writeACorpus() throws IOException {
    TinyModels.dna(folder.resolve("tiny"), 5);
    corpus = Files.createDirectories(folder.resolve("corpus"));
    Files.writeString(corpus.resolve("a.txt"), "ACGT".repeat(90));
    Files.writeString(
        corpus.resolve("b.jsonl"), "{\"text\":\"ACGT\"}\n{oops\n{\"id\":\"x\"}\n{\"id\":\"y\"}\n");
    Files.write(corpus.resolve("c.txt"), new byte[] {'A', 'C', (byte) 0xE9, 'G'});
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "67%"})
  void aRunWithinItsBudgetIsCommitted(String budget) throws IOException {
    Runs.Committed run = analyze("errorBudget=" + budget);

    assertThat(run.manifest().counts().failed()).isEqualTo(4);
    assertThat(run.manifest().config()).containsEntry("errorBudget", budget);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "66%"})
  void aRunBeyondItsBudgetIsNot(String budget) throws IOException {
    assertThatThrownBy(() -> analyze("errorBudget=" + budget))
        .isInstanceOf(ErrorBudgetException.class)
        .hasMessageStartingWith(
            "4 of 6 documents failed, and errorBudget is "
                + budget
                + ": 2 MISSING_FIELD, 1 INVALID_UTF8, 1 MALFORMED_RECORD. The first: b.jsonl#2"
                + " (MALFORMED_RECORD): ")
        .hasMessageContaining("b.jsonl#x (MISSING_FIELD): ")
        .hasMessageContaining("b.jsonl#y (MISSING_FIELD): ")
        .hasMessageNotContaining("c.txt")
        .hasMessageEndingWith("Mend or leave out what cannot be read, or raise errorBudget.");

    assertThatNothingIsLeftButTheJournal();
  }

  @Test
  void theFirstFailureEndsARunThatIsToFail() throws IOException {
    assertThatThrownBy(() -> analyze("onError=fail", "format=text", "partitions=1"))
        .isInstanceOf(DocumentFailedException.class)
        .hasMessageContaining("The document 'c.txt' failed (INVALID_UTF8), and onError is fail: ")
        .hasMessageContaining("Set onError to quarantine");

    assertThatNothingIsLeftButTheJournal();
  }

  /** What was read need not be read again once the fault is mended, or allowed for. */
  private void assertThatNothingIsLeftButTheJournal() throws IOException {
    try (Stream<Path> left = Files.list(folder.resolve("out"))) {
      assertThat(left).containsExactly(folder.resolve("out/_journal"));
    }
  }

  @Test
  void aFailureThatTheScanKnowsEndsItBeforeAnythingIsRead() throws IOException {
    assertThatThrownBy(() -> analyze("onError=fail"))
        .isInstanceOf(DocumentFailedException.class)
        .hasMessageContaining("The document 'b.jsonl#2' failed (MALFORMED_RECORD)");

    assertThat(folder.resolve("out")).isEmptyDirectory();
  }

  @Test
  void storageThatFailsForAMomentCostsNoDocumentAndForGoodCostsThatOne() throws IOException {
    Path bases = Files.createDirectories(folder.resolve("bases"));
    Files.writeString(bases.resolve("a.txt"), "ACGT");
    Files.writeString(bases.resolve("flaky.txt"), "ACGT".repeat(20_000));
    FlakyFileSystem.register(SPARK.sparkContext().hadoopConfiguration());
    String input =
        "input=[flaky://%s, flaky://%s]"
            .formatted(bases.resolve("a.txt"), bases.resolve("flaky.txt"));

    FlakyFileSystem.failing(3);
    Runs.Committed moment = analyze(input, "embeddings=false");
    FlakyFileSystem.failing(Integer.MAX_VALUE);
    Runs.Committed good = analyze(input, "embeddings=false");

    assertThat(outcomes(moment)).containsExactly("a.txt ok null", "flaky.txt ok null");
    assertThat(outcomes(good)).containsExactly("a.txt ok null", "flaky.txt failed UNREADABLE");
    assertThatThrownBy(() -> analyze(input, "embeddings=false", "errorBudget=0"))
        .hasMessageEndingWith("Run again once the storage answers, or raise errorBudget.");
  }

  @Test
  void limitsReachTheTasks() throws IOException {
    Runs.Committed run = analyze("limits.documentBytes=100", "limits.records=1");

    assertThat(outcomes(run))
        .containsExactly(
            "a.txt failed LIMIT",
            "b.jsonl failed LIMIT",
            "b.jsonl#1 ok null",
            "c.txt failed INVALID_UTF8");
  }

  private static List<String> outcomes(Runs.Committed run) {
    List<String> outcomes = new ArrayList<>();
    for (Row row :
        SPARK
            .read()
            .parquet(run.table("documents"))
            .orderBy("doc_id")
            .select("doc_id", "status", "error_code")
            .collectAsList()) {
      outcomes.add(row.getString(0) + " " + row.getString(1) + " " + row.getString(2));
    }
    return outcomes;
  }

  private Runs.Committed analyze(String... more) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("job.yaml"),
            "input: %s\noutput: %s\nmodel: %s\nwindowTokens: 100\n"
                .formatted(corpus, folder.resolve("out"), folder.resolve("tiny")));
    return AnalyzeJob.run(SPARK, AnalyzeConfig.read(file, List.of(more)));
  }
}
