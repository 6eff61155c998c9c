package io.corpuscle.jobs.cli;

import io.corpuscle.bench.TemporaryFolder;
import io.corpuscle.engine.Engine;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.DocumentReading;
import io.corpuscle.engine.reading.Measure;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * {@code corpuscle bench --job}: a whole job on Spark, from listing the input to the manifest,
 * against the bare engine on as many threads, on the same documents in the same JVM, in turns.
 */
final class JobOverhead {
  /** Characters of a document unless a shorter one will do: about 25,000 tokens. */
  static final int DOCUMENT_LENGTH = 100_000;

  private static final double AT_MOST = 1.05;
  private static final String MODEL = "text";
  private static final int ROUNDS = 3;
  private static final int DOCUMENTS_A_THREAD = 2;

  private final Console console;
  private final SparkSession spark;
  private final int threads;
  private final double seconds;
  private final int documentLength;

  /**
   * @param seconds about how long the engine should read
   * @param documentLength characters a document has at most
   */
  JobOverhead(Console console, SparkSession spark, double seconds, int documentLength) {
    this.console = console;
    this.spark = spark;
    this.threads = spark.sparkContext().defaultParallelism();
    this.seconds = seconds;
    this.documentLength = documentLength;
  }

  int run() throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      new SampleGenerator().write(folder.path());
      String statute = Files.readString(folder.path().resolve("corpus/legal/statute-commons.txt"));
      String document = statute.substring(0, Math.min(documentLength, statute.length()));
      Path input = Files.createDirectory(folder.path().resolve("input"));
      int some = DOCUMENTS_A_THREAD * threads;
      List<Path> documents = copies(document, input, some, 0);
      AnalyzeConfig config = config(input, folder.path().resolve("output"));
      Engine engine = engine(config);

      // Started, loaded and compiled: what comes once is not what a token costs.
      job(config);
      bare(engine, config, documents);
      double once = bare(engine, config, documents);
      int more = some * (int) Math.max(0, Math.ceil(seconds / once - 1));
      documents.addAll(copies(document, input, more, documents.size()));
      console.print(
          "documents      %,d of %s, %d tasks at a time; kernels %s, %s",
          documents.size(),
          Amount.bytes(Files.size(documents.get(0))),
          threads,
          engine.kernels(),
          engine.precision().key());
      return compare(engine, config, documents);
    }
  }

  private int compare(Engine engine, AnalyzeConfig config, List<Path> documents)
      throws IOException {
    double[] ratios = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      double bare = bare(engine, config, documents);
      double job = job(config);
      ratios[round] = job / bare;
      console.print(
          "round %d        engine %.1f s, job %.1f s: %.3f", round + 1, bare, job, ratios[round]);
    }
    Arrays.sort(ratios);
    double ratio = ratios[ROUNDS / 2];
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

  private static AnalyzeConfig config(Path input, Path output) {
    return AnalyzeConfig.of(
        Map.of(
            "input",
            input.toString(),
            "output",
            output.toString(),
            "mode",
            "overwrite",
            "model",
            MODEL));
  }

  private static Engine engine(AnalyzeConfig config) {
    ModelStore store = new ModelStore(new Configuration());
    String kernels = KernelSelection.onClassPath().choose(config.kernels()).name();
    return ExecutorEngine.of(store.find(MODEL), kernels, store);
  }

  private double job(AnalyzeConfig config) {
    long start = System.nanoTime();
    AnalyzeJob.run(spark, config);
    return (System.nanoTime() - start) / 1e9;
  }

  /** Every thread takes the next document until there is none. */
  private double bare(Engine engine, AnalyzeConfig config, List<Path> documents)
      throws IOException {
    ReadingOptions options =
        new ReadingOptions(
            config.windowTokens(), config.chunkTokens(), EnumSet.allOf(Measure.class));
    Queue<Path> waiting = new ConcurrentLinkedQueue<>(documents);
    AtomicInteger number = new AtomicInteger();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads, task -> new Thread(task, "engine-" + number.incrementAndGet()));
    try {
      long start = System.nanoTime();
      List<Future<Long>> readers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        readers.add(pool.submit(() -> readAll(engine, options, waiting)));
      }
      for (Future<Long> reader : readers) {
        reader.get();
      }
      return (System.nanoTime() - start) / 1e9;
    } catch (ExecutionException e) {
      throw new IOException("The bare engine failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while reading", e);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Reads whole documents; how many windows they had. */
  private static long readAll(Engine engine, ReadingOptions options, Queue<Path> waiting)
      throws IOException {
    DocumentReader reader = engine.reader(options);
    long windows = 0;
    for (Path next = waiting.poll(); next != null; next = waiting.poll()) {
      try (DocumentReading reading = reader.open(Files.newInputStream(next))) {
        while (reading.next().isPresent()) {
          windows++;
        }
      }
    }
    return windows;
  }
}
