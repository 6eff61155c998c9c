package io.corpuscle.jobs.cli;

import io.corpuscle.bench.TemporaryFolder;
import io.corpuscle.engine.Engine;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.AnalyzeJob;
import io.corpuscle.jobs.models.ExecutorEngine;
import io.corpuscle.jobs.models.ModelStore;
import io.corpuscle.jobs.samples.SampleGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * {@code corpuscle bench --job}: a whole job on Spark, from listing the input to the manifest,
 * against the bare engine on as many threads, on the same documents in the same JVM, in turns.
 *
 * <p>Each round reads a quarter of the documents and all of them. What a job takes whatever it
 * reads (planning, writing and committing a run) is in both, so the seconds between the two are
 * those of reading: their ratio is what Spark adds after start-up.
 */
final class JobOverhead {
  private static final double AT_MOST = 1.05;
  private static final String MODEL = "text";
  private static final int DOCUMENTS_A_THREAD = 2;
  private static final int FEW = 4;

  private final Console console;
  private final SparkSession spark;
  private final Map<String, String> settings;
  private final int threads;
  private final Extent extent;

  /**
   * How much to measure.
   *
   * @param seconds about how long the engine should read
   * @param documentLength characters a document has at most
   * @param rounds how often both are measured in turns
   */
  record Extent(double seconds, int documentLength, int rounds) {
    private static final int DOCUMENT_LENGTH = 100_000;
    private static final int ROUNDS = 3;

    /** Three rounds of documents of about 25,000 tokens. */
    static Extent of(double seconds) {
      return new Extent(seconds, DOCUMENT_LENGTH, ROUNDS);
    }
  }

  /**
   * @param settings of the configuration beside its input and output: {@code kernels}, {@code
   *     precision}
   */
  JobOverhead(Console console, SparkSession spark, Map<String, String> settings, Extent extent) {
    this.console = console;
    this.spark = spark;
    this.settings = Map.copyOf(settings);
    this.threads = spark.sparkContext().defaultParallelism();
    this.extent = extent;
  }

  int run() throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      new SampleGenerator().write(folder.path());
      String statute = Files.readString(folder.path().resolve("corpus/legal/statute-commons.txt"));
      String document = statute.substring(0, Math.min(extent.documentLength(), statute.length()));
      int some = DOCUMENTS_A_THREAD * threads;
      Path warmUp = Files.createDirectory(folder.path().resolve("warm-up"));
      List<Path> documents = copies(document, warmUp, some);
      Path output = folder.path().resolve("output");
      AnalyzeConfig config = config(List.of(warmUp), output);
      Engine engine = engine(config);
      BareEngine bare = new BareEngine(engine, options(config), threads);

      // Started, loaded and compiled: what comes once is not what a token costs.
      job(config);
      bare.read(documents);
      double once = bare.read(documents);
      int few = some * (int) Math.max(1, Math.ceil(extent.seconds() / once / FEW));
      Path quarter = Files.createDirectory(folder.path().resolve("quarter"));
      Path rest = Files.createDirectory(folder.path().resolve("rest"));
      List<Path> less = copies(document, quarter, few);
      documents = new ArrayList<>(less);
      documents.addAll(copies(document, rest, (FEW - 1) * few));
      console.print(
          "documents      %,d of %s, %d tasks at a time; kernels %s, %s",
          documents.size(),
          Amount.bytes(Files.size(documents.get(0))),
          threads,
          engine.kernels(),
          engine.precision().key());
      return compare(
          bare,
          new Reading(less, config(List.of(quarter), output)),
          new Reading(documents, config(List.of(quarter, rest), output)));
    }
  }

  /** The same documents for the engine and for a job. */
  private record Reading(List<Path> documents, AnalyzeConfig config) {}

  private int compare(BareEngine bare, Reading quarter, Reading all) throws IOException {
    double[] whole = new double[extent.rounds()];
    double[] after = new double[extent.rounds()];
    for (int round = 0; round < extent.rounds(); round++) {
      double lessAlone = bare.read(quarter.documents());
      double lessJob = job(quarter.config());
      double alone = bare.read(all.documents());
      double job = job(all.config());
      whole[round] = job / alone;
      after[round] = (job - lessJob) / (alone - lessAlone);
      console.print(
          "round %d        engine %.1f and %.1f s, job %.1f and %.1f s: %.3f, after start-up %.3f",
          round + 1, lessAlone, alone, lessJob, job, whole[round], after[round]);
    }
    double ratio = median(after);
    console.print(
        "job against engine, medians: whole %.3f; after start-up %.3f (at most %.3f: %s)",
        median(whole), ratio, AT_MOST, ratio <= AT_MOST ? "reached" : "NOT REACHED");
    return Corpuscle.OK;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static List<Path> copies(String document, Path folder, int count) throws IOException {
    List<Path> copies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      copies.add(Files.writeString(folder.resolve("document-" + i + ".txt"), document));
    }
    return copies;
  }

  private AnalyzeConfig config(List<Path> input, Path output) {
    Map<String, Object> config = new HashMap<>(settings);
    config.put("input", input.stream().map(Path::toString).toList());
    config.put("output", output.toString());
    config.put("mode", "overwrite");
    config.put("model", MODEL);
    return AnalyzeConfig.of(config);
  }

  private static Engine engine(AnalyzeConfig config) {
    ModelStore store = new ModelStore(new Configuration());
    return ExecutorEngine.of(store.find(MODEL), config.engine().chosen(), store);
  }

  private static ReadingOptions options(AnalyzeConfig config) {
    return new ReadingOptions(
        config.windowTokens(), config.chunkTokens(), config.documentsTogether(), config.measures());
  }

  private double job(AnalyzeConfig config) {
    long start = System.nanoTime();
    AnalyzeJob.run(spark, config);
    return (System.nanoTime() - start) / 1e9;
  }
}
