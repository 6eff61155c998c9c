package io.corpuscle.jobs.cli;

import io.corpuscle.bench.TemporaryFolder;
import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.AnalyzeJob;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.samples.SampleGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.SparkSession;

/**
 * {@code corpuscle bench --journal}: what keeping a journal costs. The same job over long documents
 * with a journal and without one, in turns, for each bundled model.
 */
final class JournalCost {
  private static final double AT_MOST = 1.03;
  private static final int ROUNDS = 3;

  private final Console console;
  private final SparkSession spark;
  private final double seconds;

  /** How a model's documents are made, and how many characters of them it reads in a second. */
  private enum Subject {
    TEXT("text", 60_000),
    DNA("dna", 50_000);

    private final String model;
    private final int charactersASecond;

    Subject(String model, int charactersASecond) {
      this.model = model;
      this.charactersASecond = charactersASecond;
    }
  }

  /**
   * @param seconds about how long a job should read
   */
  JournalCost(Console console, SparkSession spark, double seconds) {
    this.console = console;
    this.spark = spark;
    this.seconds = seconds;
  }

  int run() throws IOException {
    int documents = spark.sparkContext().defaultParallelism();
    for (Subject subject : Subject.values()) {
      try (TemporaryFolder folder = TemporaryFolder.create()) {
        Path input = Files.createDirectories(folder.path().resolve("input"));
        String text = text(subject, folder.path().resolve("samples"));
        for (int i = 0; i < documents; i++) {
          Files.writeString(input.resolve(i + ".txt"), text);
        }
        compare(subject, input, folder.path().resolve("output"));
      }
    }
    return Corpuscle.OK;
  }

  private String text(Subject subject, Path samples) throws IOException {
    int length = (int) (seconds * subject.charactersASecond);
    if (subject == Subject.DNA) {
      StringBuilder bases = new StringBuilder(length);
      new Random(1).ints(length, 0, 4).forEach(i -> bases.append("ACGT".charAt(i)));
      return bases.toString();
    }
    new SampleGenerator().write(samples);
    String statute = Files.readString(samples.resolve("corpus/legal/statute-commons.txt"));
    return statute.repeat(length / statute.length() + 1).substring(0, length);
  }

  private void compare(Subject subject, Path input, Path output) {
    job(subject, input, output, true);
    double[] ratios = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      Measured without = job(subject, input, output, false);
      Measured with = job(subject, input, output, true);
      ratios[round] = with.seconds / without.seconds;
      console.print(
          "%-4s round %d   %,d tokens in %.1f s without and %.1f s with a journal: %.3f",
          subject.model, round + 1, with.tokens, without.seconds, with.seconds, ratios[round]);
    }
    Arrays.sort(ratios);
    double median = ratios[ROUNDS / 2];
    console.print(
        "%-4s median    %.3f (at most %.3f: %s)",
        subject.model, median, AT_MOST, median <= AT_MOST ? "reached" : "NOT REACHED");
  }

  private record Measured(long tokens, double seconds) {}

  private Measured job(Subject subject, Path input, Path output, boolean journal) {
    Map<String, Object> config = new HashMap<>();
    config.put("input", List.of(input.toString()));
    config.put("output", output.toString());
    config.put("mode", "overwrite");
    config.put("model", subject.model);
    config.put("journal", Map.of("enabled", journal));
    long start = System.nanoTime();
    Runs.Committed run = AnalyzeJob.run(spark, AnalyzeConfig.of(config));
    return new Measured(run.manifest().counts().tokens(), (System.nanoTime() - start) / 1e9);
  }
}
