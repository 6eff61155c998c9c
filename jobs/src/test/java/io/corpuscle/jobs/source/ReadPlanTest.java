package io.corpuscle.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.jobs.corpus.DocumentRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two documents of two models of one shape: the long one is the costlier, unless speeds differ. */
class ReadPlanTest {
  @TempDir private static Path folder;

  private static Path forText;
  private static Path forFasta;

  @BeforeAll
  static void writeTwoModelsAndADocumentForEach() throws IOException {
    forText = TinyModels.dna(folder.resolve("forText"), 1);
    forFasta = TinyModels.dna(folder.resolve("forFasta"), 2);
    Path corpus = Files.createDirectory(folder.resolve("corpus"));
    Files.writeString(corpus.resolve("short.txt"), "ACGT".repeat(500));
    Files.writeString(corpus.resolve("long.fa"), ">a\n" + "ACGT".repeat(1_000) + "\n");
  }

  @Test
  void withoutSpeedsDocumentsCostTheirOperations() {
    ReadPlan plan = plan(MeasuredSpeeds.NONE);

    assertThat(plan.basis()).isEqualTo(ReadPlan.Basis.OPERATIONS);
    assertThat(order(plan)).containsExactly("long.fa#a", "short.txt");
  }

  @Test
  void theDocumentOfASlowModelComesFirst() {
    ReadPlan plan = plan(speeds(Map.of(forText.toString(), 100.0, forFasta.toString(), 300.0)));

    assertThat(plan.basis()).isEqualTo(ReadPlan.Basis.MEASURED_SPEED);
    assertThat(order(plan)).containsExactly("short.txt", "long.fa#a");
  }

  @Test
  void theSpeedOfOneOfTwoModelsTellsNothing() {
    ReadPlan plan = plan(speeds(Map.of(forText.toString(), 100.0)));

    assertThat(plan.basis()).isEqualTo(ReadPlan.Basis.OPERATIONS);
    assertThat(order(plan)).containsExactly("long.fa#a", "short.txt");
  }

  private static MeasuredSpeeds speeds(Map<String, Double> tokensPerSecond) {
    return new MeasuredSpeeds(new java.util.TreeMap<>(tokensPerSecond));
  }

  private static List<String> order(ReadPlan plan) {
    return plan.bundles().stream()
        .flatMap(bundle -> bundle.documents().stream())
        .map(DocumentRef::docId)
        .toList();
  }

  private static ReadPlan plan(MeasuredSpeeds speeds) {
    Map<String, String> options = new HashMap<>();
    options.put("path", folder.resolve("corpus").toString());
    options.put("model.text", forText.toString());
    options.put("model.fasta", forFasta.toString());
    options.put(MeasuredSpeeds.OPTION, speeds.toJson());
    return ReadPlan.of(ReadOptions.parse(options), new Configuration(), 2);
  }
}
