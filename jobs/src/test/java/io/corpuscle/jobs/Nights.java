package io.corpuscle.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.diff.RunDiff;
import io.corpuscle.jobs.metrics.ReadingProgress;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** A corpus that is analysed night after night, each held to a fresh run. */
final class Nights {
  private final SparkSession spark;
  private final Path folder;
  private final List<String> settings;
  private int written;
  private int fresh;

  /**
   * What a night came to.
   *
   * @param run what it has committed
   * @param tokens how many tokens were read for it
   */
  record Night(Runs.Committed run, long tokens) {

    /** How many documents have changed in each way. */
    Map<String, Long> changes() {
      return run.manifest().changes();
    }

    /** What has become of each document. */
    Map<String, String> changeOf() {
      return column("change");
    }

    Map<String, String> column(String name) {
      Map<String, String> byDocument = new TreeMap<>();
      LocalSpark.session()
          .read()
          .parquet(run.table("documents"))
          .select("doc_id", name)
          .collectAsList()
          .stream()
          .filter(row -> !row.isNullAt(1))
          .forEach(row -> byDocument.put(row.getString(0), String.valueOf(row.get(1))));
      return byDocument;
    }
  }

  /**
   * @param folder where the corpus and the outputs go
   */
  Nights(Path folder, Path model, String... more) throws IOException {
    this(LocalSpark.session(), folder, model, more);
  }

  Nights(SparkSession spark, Path folder, Path model, String... more) throws IOException {
    this.spark = spark;
    this.folder = folder;
    this.settings = new ArrayList<>(List.of("model=" + model));
    this.settings.addAll(List.of(more));
    Files.createDirectories(folder.resolve("corpus"));
    Files.writeString(
        folder.resolve("job.yaml"),
        """
        input: %s
        output: %s
        mode: incremental
        model: to be set
        windowTokens: 500
        chunkTokens: 256
        partitions: 3
        states: {tokens: 1000}
        """
            .formatted(folder.resolve("corpus"), output()));
  }

  Path output() {
    return folder.resolve("out");
  }

  Path file(String name) {
    return folder.resolve("corpus").resolve(name);
  }

  /** Writes a file, an hour ago at the latest, each later than the one before. */
  void write(String name, String text) throws IOException {
    write(name, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void write(String name, byte[] text) throws IOException {
    Files.write(file(name), text);
    touch(name);
  }

  /** Gives a file another time. */
  void touch(String name) throws IOException {
    Instant time = Instant.now().minus(Duration.ofHours(2)).plusSeconds(written++);
    Files.setLastModifiedTime(file(name), FileTime.from(time));
  }

  void append(String name, String text) throws IOException {
    write(name, Files.readString(file(name), StandardCharsets.ISO_8859_1) + text);
  }

  /** Analyses what there is, and demands that a fresh run says the same to the last bit. */
  Night night(String... more) throws Exception {
    Night night = analyze(more);
    List<String> alone = new ArrayList<>(List.of(more));
    alone.add("mode=append");
    alone.add("journal.enabled=false");
    alone.add("output=" + folder.resolve("fresh-" + fresh++));
    Runs.Committed other = AnalyzeJob.run(spark, config(alone));
    RunDiff diff = RunDiff.of(spark, night.run(), other);
    assertThat(diff.isEmpty()).as("%s", diff).isTrue();
    assertThat(night.run().manifest().contentHash()).isEqualTo(other.manifest().contentHash());
    assertThat(night.run().manifest().counts()).isEqualTo(other.manifest().counts());
    return night;
  }

  Night analyze(String... more) throws Exception {
    ReadingProgress progress = new ReadingProgress();
    spark.sparkContext().addSparkListener(progress);
    try {
      Runs.Committed run = AnalyzeJob.run(spark, config(List.of(more)));
      spark.sparkContext().listenerBus().waitUntilEmpty();
      return new Night(run, progress.snapshot().tokens());
    } finally {
      spark.sparkContext().removeSparkListener(progress);
    }
  }

  private AnalyzeConfig config(List<String> more) {
    List<String> all = new ArrayList<>(settings);
    all.addAll(more);
    return AnalyzeConfig.read(folder.resolve("job.yaml"), all);
  }

  Runs runs() {
    return Runs.in(new Configuration(), output().toString());
  }

  /** The states that have been saved. */
  List<Path> states() throws IOException {
    try (Stream<Path> files = Files.walk(output().resolve("_states"))) {
      return files.filter(file -> file.toString().endsWith(".snapshot")).sorted().toList();
    }
  }

  static String bases(int count, long seed) {
    StringBuilder text = new StringBuilder();
    new Random(seed).ints(count, 0, 4).forEach(i -> text.append("ACGT".charAt(i)));
    return text.toString();
  }
}
