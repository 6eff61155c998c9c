package io.corpuscle.jobs.cli;

import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.ModelsInUse;
import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.corpus.Format;
import io.corpuscle.jobs.memory.JvmMemory;
import io.corpuscle.jobs.memory.MemoryNeed;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.ReadPlan;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * {@code corpuscle analyze --plan}: what would be read, how it would be spread, what memory it
 * takes, and how long it would last, by reading the beginning of a document with each model.
 */
final class Plan {
  private final Console console;
  private final SparkContext spark;
  private final AnalyzeConfig config;
  private final Configuration hadoop;
  private final int cores;
  private final ModelsInUse models;
  private final ReadPlan plan;
  private final List<DocumentRef.Located> readable;

  Plan(Console console, SparkSession spark, AnalyzeConfig config) {
    this.console = console;
    this.spark = spark.sparkContext();
    this.config = config;
    this.hadoop = spark.sessionState().newHadoopConf();
    this.cores = spark.sparkContext().defaultParallelism();
    this.models = ModelsInUse.open(hadoop, config);
    List<Runs.Committed> earlier = Runs.in(hadoop, config.output()).committed();
    this.plan = ReadPlan.of(config.reading().with(models.speeds(earlier)), hadoop, cores);
    this.readable = plan.bundles().stream().flatMap(bundle -> readable(bundle).stream()).toList();
  }

  private static List<DocumentRef.Located> readable(ReadPlan.Bundle bundle) {
    return bundle.documents().stream()
        .filter(DocumentRef.Located.class::isInstance)
        .map(DocumentRef.Located.class::cast)
        .toList();
  }

  int run() throws IOException {
    if (readable.isEmpty()) {
      console.say(
          "the input holds no documents that can be read: "
              + String.join(", ", config.inputNames()));
      return Corpuscle.FAILED;
    }
    documents();
    tasks();
    memory();
    Map<String, Trial> trials = trials();
    trials.forEach(this::model);
    time(trials);
    console.print("%nNothing was written.");
    return Corpuscle.OK;
  }

  private void documents() {
    console.print("documents      %,d, about %,d tokens", plan.documents(), plan.tokens());
    Map<Format, List<DocumentRef.Located>> byFormat = new TreeMap<>();
    for (DocumentRef.Located document : readable) {
      byFormat.computeIfAbsent(document.file().format(), f -> new ArrayList<>()).add(document);
    }
    byFormat.forEach(
        (format, documents) ->
            console.print(
                "               %,d as %s with %s of text, for the model %s",
                documents.size(),
                format,
                Amount.bytes(documents.stream().mapToLong(DocumentRef::textBytes).sum()),
                model(documents.get(0))));
    if (plan.documents() > readable.size()) {
      console.print("               %,d that cannot be read", plan.documents() - readable.size());
    }
    if (!plan.skipped().isEmpty()) {
      console.print(
          "               without %,d files whose names tell no format, such as %s",
          plan.skipped().size(), plan.skipped().get(0));
    }
  }

  private void tasks() {
    List<ReadPlan.Bundle> bundles = plan.bundles();
    ReadPlan.Bundle first = bundles.get(0);
    console.print(
        "tasks          %,d on %,d cores; the costliest: about %,d tokens in %,d documents",
        bundles.size(), cores, first.tokens(), first.documents().size());
    console.print(
        "               spread by %s",
        switch (plan.basis()) {
          case MEASURED_SPEED -> "the speed of each model in an earlier run";
          case OPERATIONS ->
              "the operations of a token: no run in " + config.output() + " tells each speed";
        });
  }

  private void memory() {
    JvmMemory memory = JvmMemory.of(spark);
    MemoryNeed need = models.memoryNeed(config, memory.tasks());
    String title = "memory";
    for (JvmMemory.Limit limit : memory.limits()) {
      console.print(
          "%-14s %s of %s %s, for %,d tasks at a time",
          title,
          Amount.bytes(Math.round(need.bytes(limit.pool()))),
          Amount.bytes(limit.bytes()),
          limit.pool().place(),
          memory.tasks());
      title = "";
    }
    need.requireFits(memory);
  }

  private Map<String, Trial> trials() throws IOException {
    Map<String, DocumentRef.Located> longest = new HashMap<>();
    readable.stream()
        .sorted(Comparator.comparingLong(DocumentRef::textBytes))
        .forEach(document -> longest.put(model(document), document));
    // Short windows, to see often how far a reading is.
    ReadingOptions options =
        new ReadingOptions(config.chunkTokens(), config.chunkTokens(), 1, config.measures());
    Map<String, Trial> trials = new TreeMap<>();
    for (Map.Entry<String, DocumentRef.Located> entry : longest.entrySet()) {
      trials.put(
          entry.getKey(),
          Trial.of(models.model(entry.getKey()).engine(), options, entry.getValue(), hadoop));
    }
    return trials;
  }

  private String model(DocumentRef.Located document) {
    return Objects.requireNonNull(
        config.model().get(document.file().format()), "the plan has a model for every document");
  }

  private void model(String name, Trial trial) {
    console.print(
        "model %-8s %,.0f tokens/s on one core of this machine, with %s kernels in %s",
        name, trial.tokensPerSecond(), trial.kernels(), trial.precision());
    console.print(
        "               %s of weights a JVM; %s of scratch a task; %s of state a document, however long, of which a task opens at most %,d",
        Amount.bytes(trial.weightBytes()),
        Amount.bytes(trial.scratchBytes()),
        Amount.bytes(trial.stateBytes()),
        config.documentsTogether());
  }

  private void time(Map<String, Trial> trials) {
    // Spark hands the next task to the first core that is free.
    PriorityQueue<Double> free = new PriorityQueue<>();
    for (int core = 0; core < cores; core++) {
      free.add(0.0);
    }
    double end = 0;
    for (ReadPlan.Bundle bundle : plan.bundles()) {
      double seconds = free.remove();
      for (DocumentRef.Located document : readable(bundle)) {
        Trial trial = Objects.requireNonNull(trials.get(model(document)), "every model was tried");
        seconds += document.textBytes() / trial.bytesPerSecond();
      }
      free.add(seconds);
      end = Math.max(end, seconds);
    }
    console.print(
        "time           about %s", Amount.time(Duration.ofMillis(Math.round(1000 * end))));
  }
}
