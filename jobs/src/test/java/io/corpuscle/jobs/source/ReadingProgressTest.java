package io.corpuscle.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.metrics.ReadingProgress;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.SparkPlan;
import org.junit.jupiter.api.Test;

/** How far a scan is, as Spark and those who wait see it. */
class ReadingProgressTest extends ScanFixture {
  @Test
  void sparkShowsWhatWasRead() {
    Dataset<Row> rows = read("documents").load(faulty.toString());
    long tokens = rows.collectAsList().stream().mapToLong(row -> row.<Long>getAs("tokens")).sum();

    SparkPlan scan = rows.queryExecution().executedPlan().collectLeaves().head();

    assertThat(scan.metrics().apply("documents").value()).isEqualTo(Genomes.RECORDS + 6);
    assertThat(scan.metrics().apply("failedDocuments").value()).isEqualTo(2);
    assertThat(scan.metrics().apply("tokens").value()).isEqualTo(tokens);
    assertThat(scan.metrics().apply("tokensPerSecond").value()).isPositive();
  }

  @Test
  void whoWaitsSeesHowFarItIs() throws Exception {
    ReadingProgress progress = new ReadingProgress();
    SPARK.sparkContext().addSparkListener(progress);
    try {
      long tokens =
          read("documents").load(faulty.toString()).collectAsList().stream()
              .mapToLong(row -> row.<Long>getAs("tokens"))
              .sum();
      SPARK.sparkContext().listenerBus().waitUntilEmpty();

      ReadingProgress.Snapshot end = progress.snapshot();
      assertThat(end.documents()).isEqualTo(Genomes.RECORDS + 6).isEqualTo(end.documentsPlanned());
      assertThat(end.failed()).isEqualTo(2);
      assertThat(end.tokens()).isEqualTo(tokens);
      assertThat(end.tokensPlanned()).isBetween(tokens, tokens + 1_000);
    } finally {
      SPARK.sparkContext().removeSparkListener(progress);
    }
  }
}
