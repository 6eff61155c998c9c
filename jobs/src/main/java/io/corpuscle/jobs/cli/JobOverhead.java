package io.corpuscle.jobs.cli;

import io.corpuscle.bench.TemporaryFolder;
import io.corpuscle.engine.Engine;
import io.corpuscle.engine.kernel.KernelSelection;
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
 */
final class JobOverhead {
  private static final double AT_MOST = 1.05;
  private static final String MODEL = "text";
  private static final int DOCUMENTS_A_THREAD = 2;

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
      Path input = Files.createDirectory(folder.path().resolve("input"));
      int some = DOCUMENTS_A_THREAD * threads;
      List<Path> documents = copies(document, input, some, 0);
      AnalyzeConfig config = config(input, folder.path().resolve("output"));
      Engine engine = engine(config);
      BareEngine bare = new BareEngine(engine, options(config), threads);

      // Started, loaded and compiled: what comes once is not what a token costs.
      job(config);
      bare.read(documents);
      double once = bare.read(documents);
      int more = some * (int) Math.max(0, Math.ceil(extent.seconds() / once - 1));
      documents.addAll(copies(document, input, more, documents.size()));
      console.print(
          "documents      %,d of %s, %d tasks at a time; kernels %s, %s",
          documents.size(),
          Amount.bytes(Files.size(documents.get(0))),
          threads,
          engine.kernels(),
          engine.precision().key());
      return compare(bare, config, documents);
    }
  }

  private int compare(BareEngine bare, AnalyzeConfig config, List<Path> documents)
      throws IOException {
    double[] ratios = new double[extent.rounds()];
    for (int round = 0; round < extent.rounds(); round++) {
      double alone = bare.read(documents);
      double job = job(config);
      ratios[round] = job / alone;
      console.print(
          "round %d        engine %.1f s, job %.1f s: %.3f", round + 1, alone, job, ratios[round]);
    }
    Arrays.sort(ratios);
    double ratio = ratios[ratios.length / 2];
    console.print(
        "job against engine, median %.3f (at most %.3f: %s)",
        ratio, AT_MOST, ratio <= AT_MOST ? "reached" : "NOT REACHED");
    return Corpuscle.OK;
  }

  private static List<Path> copies(String document, Path folder, int count, int from)
      throws IOException {
    List<Path> copies = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      copies.add(Files.writeString(folder.resolve("document-" + i + ".txt"), document));
    }
    return copies;
  }

  private AnalyzeConfig config(Path input, Path output) {
    Map<String, Object> config = new HashMap<>(settings);
    config.put("input", input.toString());
    config.put("output", output.toString());
    config.put("mode", "overwrite");
    config.put("model", MODEL);
    return AnalyzeConfig.of(config);
  }

  private static Engine engine(AnalyzeConfig config) {
    ModelStore store = new ModelStore(new Configuration());
    String kernels = KernelSelection.onClassPath().choose(config.kernels()).name();
    return ExecutorEngine.of(store.find(MODEL), kernels, config.precision(), store);
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
