package io.corpuscle.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.reading.Document;
import io.corpuscle.engine.reading.DocumentEnd;
import io.corpuscle.engine.reading.LayerSpikes;
import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.reading.WindowResult;
import io.corpuscle.engine.spike.EnergyModel;
import io.corpuscle.jobs.corpus.Corpus;
import io.corpuscle.jobs.corpus.CorpusOptions;
import io.corpuscle.jobs.corpus.DocumentOpener;
import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.corpus.InputLimits;
import io.corpuscle.schemas.Column;
import io.corpuscle.schemas.ContentDigest;
import io.corpuscle.schemas.ReadingRow;
import io.corpuscle.schemas.RowValues;
import io.corpuscle.schemas.SpikeRow;
import io.corpuscle.schemas.Table;
import io.corpuscle.schemas.Tables;
import io.corpuscle.schemas.WindowRow;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Spikes, as rows of a scan, are those the engine counts. */
class SpikeScanTest extends ScanFixture {
  private static final EnergyModel ENERGY = new EnergyModel("round figures", 0.5, 2, 8);

  /** The linear layers of the tiny model: of one layer of each kind, and the head. */
  private static final int PROJECTIONS = 8 + 7 + 1;

  private static final int EMPTY_DOCUMENTS = 1;

  private static DataFrameReader spiking(String table) {
    return read(table).option("precision", "spiking").options(EnergyOptions.of(ENERGY));
  }

  @Test
  void theyAreThoseOfAPlainLoopBitForBit() throws IOException {
    List<WindowRow> windows = new ArrayList<>();
    List<SpikeRow> layers = new ArrayList<>();
    plainLoop(windows, layers);

    assertThat(values(Tables.SPIKES, spiking("spikes").load(good.toString())))
        .containsExactlyInAnyOrderElementsOf(values(Tables.SPIKES, layers))
        .hasSize((Genomes.RECORDS + 3 - EMPTY_DOCUMENTS) * PROJECTIONS);
    assertThat(values(Tables.WINDOWS, spiking("windows").load(good.toString())))
        .containsExactlyInAnyOrderElementsOf(values(Tables.WINDOWS, windows));
    assertThat(windows).allMatch(window -> window.spikes().isPresent());
  }

  @Test
  void everyDivisionIntoTasksGivesTheSameRowsBitForBit() {
    Dataset<Row> one = spiking("spiking_reading").option("partitions", 1).load(faulty.toString());
    Dataset<Row> eight = spiking("spiking_reading").option("partitions", 8).load(faulty.toString());
    Dataset<Row> alone =
        spiking("spiking_reading")
            .option("documentsTogether", 1)
            .option("chunkTokens", 512)
            .load(faulty.toString());

    ContentDigest expected = digest(Tables.SPIKING_READING, one);
    assertThat(digest(Tables.SPIKING_READING, eight)).isEqualTo(expected);
    assertThat(digest(Tables.SPIKING_READING, alone)).isEqualTo(expected);
  }

  @Test
  void onePassHoldsTheRowsOfEveryTable() {
    Dataset<Row> reading = spiking("spiking_reading").load(faulty.toString());

    for (Table table : List.of(Tables.WINDOWS, Tables.SPIKES, Tables.DOCUMENTS)) {
      String kind = table.kinds().iterator().next().toString();
      String[] columns = table.columns().stream().map(Column::name).toArray(String[]::new);
      Dataset<Row> part = reading.where("kind = '" + kind + "'").selectExpr(columns);
      assertThat(part.count()).isPositive();
      assertThat(digest(table, part))
          .isEqualTo(digest(table, spiking(table.name()).load(faulty.toString())));
    }
  }

  @Test
  void theLayersOfADocumentComeBeforeItAndAfterItsWindows() {
    List<String> kinds =
        spiking("spiking_reading")
            .option("partitions", 1)
            .load(good.toString())
            .collectAsList()
            .stream()
            .filter(row -> row.getAs("doc_id").equals("two.jsonl#a"))
            .map(row -> row.<String>getAs("kind"))
            .toList();

    assertThat(kinds.subList(0, 3)).containsOnly("window");
    assertThat(kinds.subList(3, kinds.size() - 1)).containsOnly("spike");
    assertThat(kinds).endsWith("document");
  }

  @Test
  void aDocumentThatFailsHasTheSpikesOfItsWindows() {
    String bad = "doc_id = 'bad.txt'";
    long inWindows = operations(spiking("windows").load(faulty.toString()).where(bad));
    long inLayers = operations(spiking("spikes").load(faulty.toString()).where(bad));

    assertThat(inLayers).isPositive().isEqualTo(inWindows);
  }

  @Test
  void rowsAreThereWhicheverColumnsAreAskedFor() {
    Dataset<Row> spikes = spiking("spikes").load(good.toString());

    assertThat(spikes.count()).isEqualTo(spikes.collectAsList().size()).isPositive();
    assertThat(spikes.select("doc_id").distinct().count())
        .isEqualTo(Genomes.RECORDS + 3 - EMPTY_DOCUMENTS);
  }

  @Test
  void aModelWithoutSpikesLeavesColumnsEmptyAndRefusesTheTable() {
    assertThat(read("windows").load(good.toString()).collectAsList())
        .isNotEmpty()
        .allMatch(row -> row.getAs("firing_rate") == null && row.getAs("spike_coding") == null);
    assertThatThrownBy(() -> read("spikes").load(good.toString()).count())
        .hasMessageContaining(model + " is read in float32, which has none")
        .hasMessageContaining("Set precision to spiking");
  }

  private static long operations(Dataset<Row> rows) {
    return rows.selectExpr("sum(syn_ops)").first().getLong(0);
  }

  private static void plainLoop(List<WindowRow> windows, List<SpikeRow> layers) throws IOException {
    ReadingOptions options =
        new ReadingOptions(
            WINDOW,
            64,
            1,
            Set.of(Measure.SURPRISAL, Measure.ENTROPY, Measure.EMBEDDING, Measure.SPIKES));
    Engine engine = Engine.open(model, EngineOptions.of("auto", "spiking"));
    List<DocumentRef> documents =
        Corpus.scan(new Configuration(), List.of(good.toString()), CorpusOptions.DEFAULT)
            .documents();
    try (DocumentOpener opener = new DocumentOpener(new Configuration(), InputLimits.STANDARD)) {
      for (DocumentRef document : documents) {
        Document told =
            new Document() {
              @Override
              public InputStream open() {
                return opener.open(document);
              }

              @Override
              public void window(WindowResult window) {
                windows.add(new WindowRow(document.docId(), document.uri(), window, ENERGY));
              }

              @Override
              public void end(DocumentEnd end) {
                for (LayerSpikes layer : end.spikes()) {
                  layers.add(new SpikeRow(document.docId(), document.uri(), "tiny", layer, ENERGY));
                }
              }
            };
        try (var reading = engine.reader(options).together(List.of(told).iterator())) {
          boolean more = true;
          while (more) {
            more = reading.advance();
          }
        }
      }
    }
  }

  private static List<List<Optional<?>>> values(Table table, List<? extends ReadingRow> rows) {
    return rows.stream().map(row -> values(table, (RowValues) row)).toList();
  }

  private static List<List<Optional<?>>> values(Table table, Dataset<Row> rows) {
    return rows.collectAsList().stream()
        .map(row -> values(table, SparkSchema.values(row)))
        .toList();
  }

  private static List<Optional<?>> values(Table table, RowValues row) {
    List<Optional<?>> values = new ArrayList<>();
    for (Column column : table.columns()) {
      values.add(row.value(column));
    }
    return values;
  }

  private static ContentDigest digest(Table table, Dataset<Row> rows) {
    return rows.collectAsList().stream()
        .map(row -> ContentDigest.ofRow(table, SparkSchema.values(row)))
        .reduce(ContentDigest.NONE, ContentDigest::plus);
  }
}
