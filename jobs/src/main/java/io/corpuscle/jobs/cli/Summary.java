package io.corpuscle.jobs.cli;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.corpuscle.engine.spike.EnergyModel;
import io.corpuscle.engine.spike.SpikeTally;
import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.ConfigException;
import io.corpuscle.jobs.corpus.CorpusException;
import io.corpuscle.jobs.run.RunManifest;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.run.SpikeTotals;
import io.corpuscle.jobs.run.Surprise;
import io.corpuscle.jobs.run.Surprises;
import io.corpuscle.jobs.samples.Planted;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What {@code corpuscle analyze} prints when a run is committed. */
final class Summary {
  private static final int MOST_SURPRISING = 5;
  private static final int FAILURES_SHOWN = 5;

  private final Console console;
  private final SparkSession spark;
  private final Configuration hadoop;
  private final AnalyzeConfig config;
  private final Runs.Committed run;

  Summary(Console console, SparkSession spark, AnalyzeConfig config, Runs.Committed run) {
    this.console = console;
    this.spark = spark;
    this.hadoop = spark.sessionState().newHadoopConf();
    this.config = config;
    this.run = run;
  }

  void print() throws IOException {
    Dataset<Row> documents = spark.read().parquet(run.table("documents"));
    Surprises surprises = new Surprises(spark, run, config.windowTokens());
    console.print("");
    counts();
    changes();
    bitsPerByte(documents);
    if (config.spikes()) {
      spikes();
    }
    failures(documents);
    mostSurprising(surprises);
    if (config.planted().isPresent()) {
      planted(surprises, config.planted().get());
    }
    written();
  }

  private void counts() {
    RunManifest.Counts counts = run.manifest().counts();
    Duration took =
        Duration.between(
            Instant.parse(run.manifest().started()), Instant.parse(run.manifest().finished()));
    console.print(
        "documents      %,d%s",
        counts.documents(),
        counts.failed() == 0
            ? ""
            : String.format(Locale.ROOT, ", of which %,d failed", counts.failed()));
    console.print("tokens         %,d in %,d windows", counts.tokens(), counts.windows());
    console.print("bytes          %,d", counts.bytes());
    console.print(
        "time           %s%s",
        Amount.time(took),
        // Of an incremental run, what was read is not what is there.
        run.manifest().changes().isEmpty()
            ? String.format(
                Locale.ROOT,
                ", %,.0f tokens/s",
                counts.tokens() / Math.max(1.0, took.toMillis() / 1000.0))
            : "");
  }

  /** What an incremental run has found, in the order of its words. */
  private void changes() {
    Map<String, Long> changes = run.manifest().changes();
    if (changes.isEmpty()) {
      return;
    }
    console.print(
        "changes        %s%s",
        Stream.of("new", "unchanged", "grown", "changed", "gone")
            .filter(changes::containsKey)
            .map(word -> String.format(Locale.ROOT, "%,d %s", changes.get(word), word))
            .collect(Collectors.joining(", ")),
        changes.containsKey("gone") ? "" : ": no earlier run was read in the same way");
  }

  private void bitsPerByte(Dataset<Row> documents) {
    documents
        .where(col("bits_per_byte").isNotNull())
        .groupBy("model")
        .agg(
            sum(col("bits_per_byte").multiply(col("bytes"))).divide(sum("bytes")),
            coalesce(sum("bytes"), lit(0L)))
        .orderBy("model")
        .collectAsList()
        .forEach(
            row ->
                console.print(
                    "bits per byte  %.4f by %s, over %,d bytes",
                    row.getDouble(1), row.getString(0), row.getLong(2)));
  }

  private void spikes() {
    EnergyModel energy = config.energy();
    for (SpikeTotals spikes : SpikeTotals.of(spark, run)) {
      console.print(
          "spikes         %.3f a channel, %.1f %% silent, %.1f %% within 7, sparsity %.1f %% (T = %d); energy %.1f %% less than FP16, %.1f %% less than INT8; by %s",
          spikes.spikesPerChannel(),
          100 * spikes.silentFraction(),
          100 * spikes.within7Fraction(),
          100 * spikes.sparsity(),
          SpikeTally.STEPS,
          100 * energy.savedOfFp16(spikes.synapticOperations(), spikes.denseMacs()),
          100 * energy.savedOfInt8(spikes.synapticOperations(), spikes.denseMacs()),
          spikes.model());
    }
    console.print(
        "               energy: of arithmetic alone, by %s; memory traffic and control are not in it",
        energy.name());
  }

  private void failures(Dataset<Row> documents) {
    long failed = run.manifest().counts().failed();
    if (failed == 0) {
      return;
    }
    console.print("%nfailed documents%s", failed > FAILURES_SHOWN ? ", the first of them" : "");
    documents
        .where(col("status").equalTo("failed"))
        .orderBy("doc_id")
        .limit(FAILURES_SHOWN)
        .collectAsList()
        .forEach(
            row ->
                console.print(
                    "  %s  %s: %s",
                    row.<String>getAs("doc_id"),
                    row.<String>getAs("error_code"),
                    row.<String>getAs("error_message")));
  }

  private void mostSurprising(Surprises surprises) throws IOException {
    List<Surprise> top = surprises.top(MOST_SURPRISING);
    if (top.isEmpty()) {
      return;
    }
    console.print("%nmost surprising windows, beside the rest of their own documents");
    Texts texts = Texts.of(spark, config);
    for (Surprise surprise : top) {
      console.print(
          "  %.2f times  %.3f bits/byte  window %d of %s",
          surprise.ratio(), surprise.bitsPerByte(), surprise.window(), surprise.docId());
      text(texts, surprise).ifPresent(text -> Excerpt.of(text).forEach(console::line));
    }
  }

  /** A file or table that is gone or damaged by now costs the excerpt, not the summary. */
  private static Optional<String> text(Texts texts, Surprise s) throws IOException {
    try {
      return texts.read(s.docId(), s.uri(), s.byteStart(), s.byteEnd());
    } catch (ConfigException | CorpusException | DocumentException e) {
      return Optional.empty();
    }
  }

  private void planted(Surprises surprises, String file) throws IOException {
    List<Planted> foreign =
        planted(file).stream().filter(p -> p.kind() == Planted.Kind.FOREIGN).toList();
    console.print("%nplanted passages, by the most surprising window of each");
    for (Planted passage : foreign) {
      Optional<Surprises.Rank> rank =
          surprises.rank(passage.docId(), passage.byteStart(), passage.byteEnd());
      if (rank.isEmpty()) {
        console.print("  not in this run: %s", passage.docId());
      } else {
        console.print(
            "  rank %d of %d in %s, %d of the run: %s",
            rank.get().inDocument(),
            rank.get().documentWindows(),
            passage.docId(),
            rank.get().inRun(),
            passage.what());
      }
    }
  }

  private List<Planted> planted(String file) throws IOException {
    Path path = new Path(file);
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return JsonMapper.builder().build().readValue(in, new TypeReference<List<Planted>>() {});
    }
  }

  private void written() {
    String windows = local(run.table("windows"));
    console.print("%ncontent hash   %s", run.manifest().contentHash());
    console.print("written        %s", windows);
    console.print("               %s", local(run.table("documents")));
    if (config.spikes()) {
      console.print("               %s", local(run.table("spikes")));
    }
    config.publish().ifPresent(to -> console.print("published      %s", to));
    console.print(
        "%nthe text of a row: corpuscle show %s DOC_ID WINDOW%na query, for Spark SQL and for DuckDB:",
        local(run.folder()));
    // A window is a word of DuckDB's own, and has to be quoted there.
    query("window", "parquet.`" + windows + "`");
    query("\"window\"", "'" + windows + "/*.parquet'");
  }

  private void query(String window, String table) {
    console.print(
        "  SELECT doc_id, %s, bits_per_byte FROM %s ORDER BY bits_per_byte DESC LIMIT 10;",
        window, table);
  }

  /** Local files as a shell and DuckDB have them. */
  private static String local(String path) {
    return path.replaceFirst("^file:/+", "/");
  }
}
