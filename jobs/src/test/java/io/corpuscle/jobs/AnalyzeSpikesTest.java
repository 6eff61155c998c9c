package io.corpuscle.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.spike.EnergyModel;
import io.corpuscle.jobs.models.ModelException;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.run.SpikeTotals;
import io.corpuscle.jobs.source.LocalSpark;
import io.corpuscle.schemas.Column;
import io.corpuscle.schemas.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that counts spikes: what it writes, and what it costs nobody who does not ask. */
class AnalyzeSpikesTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final int SHORT = 90;

  /** The linear layers of the tiny model: of one layer of each kind, and the head. */
  private static final int PROJECTIONS = 8 + 7 + 1;

  /**
   * What a token takes in them: 32 inputs to q, k, v, o, gate, up and the head, 48 to down, and 4
   * outputs of the low-rank decay in one layer.
   */
  private static final long MACS =
      2 * (32 * (32 + 16 + 16) + 32 * 32 + 32 * 96 + 48 * 32) + 32 * 4 + 32 * 8;

  private static final EnergyModel ENERGY = new EnergyModel("round figures", 0.5, 2, 8);

  @TempDir private static Path folder;
  private static Runs.Committed run;

  @BeforeAll
  static void analyzeACorpus() throws IOException {
    TinyModels.dna(folder.resolve("tiny"), 5);
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    Files.writeString(corpus.resolve("long.txt"), bases(1_250, 1));
    Files.writeString(
        corpus.resolve("two.fa"), ">a\n" + bases(SHORT, 2) + "\n>b\n" + bases(130, 3) + "\n");
    run =
        analyze(
            "all",
            "energy={name: round figures, int8_add_pj: 0.5, int8_mac_pj: 2, fp16_mac_pj: 8}");
  }

  @Test
  void everyWindowAndLayerSaysHowItsChannelsFired() {
    Dataset<Row> windows = table(run, "windows");
    Dataset<Row> layers = table(run, "spikes");
    assertThat(windows.columns())
        .isEqualTo(
            names(
                Tables.WINDOWS.columns().stream()
                    .filter(column -> !column.measure().equals(Optional.of(Measure.EXPERTS)))
                    .toList()));
    assertThat(layers.columns()).isEqualTo(names(Tables.SPIKES.columns()));
    assertThat(windows.where("firing_rate > 0 AND sparsity BETWEEN 0 AND 1").count())
        .isEqualTo(run.manifest().counts().windows());
    assertThat(layers.count()).isEqualTo(3 * PROJECTIONS);
    assertThat(layers.where("layer IS NULL").select("projection").distinct().collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("lm_head");
    assertThat(layers.where("aggregate(histogram, 0L, (sum, n) -> sum + n) != channels").count())
        .isZero();
    assertThat(layers.where("size(histogram) != spike_steps + 1").count()).isZero();
    assertThat(layers.where("histogram[0] != round(silent_fraction * channels)").count()).isZero();
  }

  @Test
  void theEnergyOfAWindowIsThatOfItsLayersSpikes() {
    // A document of one window: what its layers counted, one by one, is what the window did.
    Row window = table(run, "windows").where("doc_id = 'two.fa#a'").collectAsList().get(0);
    List<Row> layers = table(run, "spikes").where("doc_id = 'two.fa#a'").collectAsList();
    long operations = 0;
    for (Row layer : layers) {
      long spikes =
          Math.round(layer.<Double>getAs("spikes_per_channel") * layer.<Long>getAs("channels"));
      operations += spikes * layer.<Integer>getAs("outputs");
    }
    // The control token is of the first window too.
    assertThat(window.<Long>getAs("dense_macs")).isEqualTo((SHORT + 1) * MACS);
    assertThat(window.<Long>getAs("syn_ops")).isEqualTo(operations);
    assertThat(window.<Double>getAs("energy_pj")).isEqualTo(0.5 * operations);

    assertThat(AnalyzeConfig.of(run.manifest().config()).energy()).isEqualTo(ENERGY);
    SpikeTotals totals = SpikeTotals.of(SPARK, run).get(0);
    long all = 1_250 + SHORT + 130 + 3;
    assertThat(totals.model()).isEqualTo("tiny");
    assertThat(totals.denseMacs()).isEqualTo(all * MACS);
    assertThat(totals.synapticOperations())
        .isEqualTo(
            table(run, "windows").selectExpr("sum(syn_ops)").collectAsList().get(0).getLong(0));
    assertThat(ENERGY.savedOfFp16(totals.synapticOperations(), totals.denseMacs()))
        .isCloseTo(1 - totals.synapticOperations() / (16.0 * all * MACS), within(1e-12));
  }

  @Test
  void theSpikesOfARunAreTheMeanOverItsChannels() {
    SpikeTotals totals = SpikeTotals.of(SPARK, run).get(0);

    double channels = 0;
    double silent = 0;
    double within7 = 0;
    for (Row layer : table(run, "spikes").collectAsList()) {
      List<Long> histogram = layer.getList(layer.fieldIndex("histogram"));
      channels += histogram.stream().mapToLong(n -> n).sum();
      silent += histogram.get(0);
      within7 += histogram.stream().limit(4).mapToLong(n -> n).sum();
    }
    assertThat(totals.silentFraction()).isCloseTo(silent / channels, within(1e-9)).isPositive();
    assertThat(totals.within7Fraction()).isCloseTo(within7 / channels, within(1e-9));
    assertThat(totals.sparsity()).isBetween(0.0, 1.0);
    assertThat(totals.spikesPerChannel()).isGreaterThan(0.1);
  }

  @Test
  void theContentHashCoversSpikesAndNoTaskChangesIt() throws IOException {
    String oneTask = analyze("tasks", "partitions=1").manifest().contentHash();
    String eightTasks = analyze("tasks", "partitions=8").manifest().contentHash();
    String without = analyze("tasks", "spikes=false").manifest().contentHash();

    assertThat(eightTasks).isEqualTo(oneTask);
    assertThat(without).isNotEqualTo(oneTask);
  }

  @Test
  void whoDoesNotAskHasNeitherColumnsNorATable() throws IOException {
    Runs.Committed without = analyze("without", "spikes=false");

    assertThat(table(without, "windows").columns())
        .contains("bits_per_byte", "embedding")
        .doesNotContain("firing_rate", "spike_coding", "energy_pj");
    assertThat(Path.of(without.folder().replaceFirst("^file:", "")).resolve("spikes"))
        .doesNotExist();
  }

  @Test
  void aModelThatHasNoneIsRefusedBeforeAnythingIsWritten() {
    assertThatThrownBy(() -> analyze("refused", "precision=int8"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(folder.resolve("tiny") + " is read in int8, which has none")
        .hasMessageContaining("Set precision to spiking");
    assertThatThrownBy(() -> analyze("refused", "precision=auto"))
        .hasMessageContaining("is read in float32, which has none");

    assertThat(folder.resolve("refused")).doesNotExist();
  }

  private static Runs.Committed analyze(String output, String... more) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve(output + ".yaml"),
            """
            input: %s
            output: %s
            model: %s
            windowTokens: 100
            chunkTokens: 64
            precision: spiking
            spikes: true
            """
                .formatted(
                    folder.resolve("corpus"), folder.resolve(output), folder.resolve("tiny")));
    return AnalyzeJob.run(SPARK, AnalyzeConfig.read(file, List.of(more)));
  }

  private static Dataset<Row> table(Runs.Committed run, String name) {
    return SPARK.read().parquet(run.table(name));
  }

  private static String[] names(List<Column> columns) {
    return columns.stream().map(Column::name).toArray(String[]::new);
  }

  private static String bases(int count, long seed) {
    StringBuilder text = new StringBuilder();
    new Random(seed).ints(count, 0, 4).forEach(i -> text.append("ACGT".charAt(i)));
    return text.toString();
  }
}
