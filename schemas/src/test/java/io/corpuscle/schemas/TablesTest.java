package io.corpuscle.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.model.LinearLayer;
import io.corpuscle.engine.reading.DocumentTotals;
import io.corpuscle.engine.reading.LayerSpikes;
import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.reading.SpikeActivity;
import io.corpuscle.engine.reading.WindowResult;
import io.corpuscle.engine.spike.EnergyModel;
import io.corpuscle.engine.spike.SpikeTally;
import io.corpuscle.engine.text.Fault;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TablesTest {
  private static final EnergyModel ENERGY = new EnergyModel("round figures", 0.5, 2, 8);
  private static final WindowRow WINDOW =
      new WindowRow(
          "d",
          "file:/d",
          new WindowResult(
              3,
              300,
              400,
              900,
              1_000,
              OptionalDouble.of(150),
              OptionalDouble.of(9),
              OptionalDouble.empty(),
              Optional.empty(),
              Optional.of(new SpikeActivity(4, 0.25, 1.0, 0.5, 0.9, 0.75, 12_000, 40_000)),
              Optional.empty()),
          ENERGY);

  @ParameterizedTest
  @ValueSource(strings = {"windows", "documents", "spikes", "reading", "spiking_reading"})
  void everyColumnSaysWhatItMeans(String name) {
    Table table = Tables.named(name);

    assertThat(table.name()).isEqualTo(name);
    assertThat(table.columns()).extracting(Column::name).doesNotHaveDuplicates();
    for (Column column : table.columns()) {
      assertThat(column.name()).matches("[a-z0-9_]+");
      assertThat(column.meaning()).endsWith(".");
      assertThat(column.unit()).isNotEmpty();
      assertThat(ArrowSchema.of(List.of(column)).findField(column.name()).getMetadata())
          .containsEntry("meaning", column.meaning())
          .containsEntry("unit", column.unit())
          .containsKey("kind");
    }
  }

  @Test
  void aReadingHasEveryColumnOfBothTables() {
    assertThat(Tables.READING.columns())
        .containsAll(Tables.WINDOWS.columns())
        .containsAll(Tables.DOCUMENTS.columns())
        .contains(Tables.READING.column("looked_into"))
        .hasSize(3 + Tables.WINDOWS.columns().size() + Tables.DOCUMENTS.columns().size() - 4);
    assertThat(Tables.SPIKING_READING.columns())
        .containsAll(Tables.READING.columns())
        .containsAll(Tables.SPIKES.columns());
  }

  @Test
  void nothingIsSaidOfSpikesUnlessTheyAreMeasured() {
    for (Column column : Tables.SPIKES.columns()) {
      boolean named = Tables.DOCUMENTS.columns().contains(column);
      assertThat(column.measure())
          .as("%s", column)
          .isEqualTo(named ? Optional.empty() : Optional.of(Measure.SPIKES));
    }
    assertThat(Tables.WINDOWS.columns())
        .filteredOn(column -> column.measure().equals(Optional.of(Measure.SPIKES)))
        .extracting(Column::name)
        .containsExactly(
            "firing_rate",
            "spike_steps",
            "spikes_per_channel",
            "silent_fraction",
            "sparsity",
            "sparsity_steps",
            "spike_coding",
            "syn_ops",
            "dense_macs",
            "energy_pj");
    assertThat(Tables.SPIKES.kinds())
        .allMatch(kind -> kind.measure().equals(Optional.of(Measure.SPIKES)));
    assertThat(Tables.READING.kinds()).allMatch(kind -> kind.measure().isEmpty());
  }

  @Test
  void aWindowSaysHowItsChannelsFired() {
    assertThat(value(WINDOW, "firing_rate")).contains(0.25);
    assertThat(value(WINDOW, "spike_steps")).contains(4);
    assertThat(value(WINDOW, "spikes_per_channel")).contains(1.0);
    assertThat(value(WINDOW, "silent_fraction")).contains(0.5);
    assertThat(value(WINDOW, "sparsity")).contains(0.75);
    assertThat(value(WINDOW, "sparsity_steps")).contains(3);
    assertThat(value(WINDOW, "spike_coding")).contains("bitwise-bidirectional");
    assertThat(value(WINDOW, "syn_ops")).contains(12_000L);
    assertThat(value(WINDOW, "dense_macs")).contains(40_000L);
    assertThat(value(WINDOW, "energy_pj")).contains(6_000.0);
    assertThat(value(WINDOW, "histogram")).isEmpty();
  }

  @Test
  void aLayerSaysHowItsChannelsFired() {
    // Counts of 0, 0, 1, −6 (two bits) and 9 (two bits; as ±7, three).
    SpikeTally tally = new SpikeTally();
    for (int count : new int[] {0, 0, 1, -6, 9}) {
      tally.add(count);
    }
    SpikeRow row = spikes("model.layers.12.attn.gk_proj.0", tally);

    assertThat(value(row, "kind")).contains("spike");
    assertThat(value(row, "doc_id")).contains("d");
    assertThat(value(row, "model")).contains("text");
    assertThat(value(row, "layer")).contains(12);
    assertThat(value(row, "projection")).contains("gk_proj.0");
    assertThat(value(row, "outputs")).contains(16);
    assertThat(value(row, "channels")).contains(5L);
    assertThat(value(row, "spike_steps")).contains(4);
    assertThat(value(row, "firing_rate")).contains(5.0 / 20);
    assertThat(value(row, "spikes_per_channel")).contains(1.0);
    assertThat(value(row, "silent_fraction")).contains(0.4);
    assertThat(value(row, "within7_fraction")).contains(0.8);
    assertThat(value(row, "sparsity")).contains(1 - 6.0 / 15);
    assertThat(value(row, "syn_ops")).contains(5L * 16);
    assertThat(value(row, "dense_macs")).contains(5L * 16);
    assertThat(value(row, "energy_pj")).contains(40.0);
    assertThat(value(row, "histogram")).contains(List.of(2L, 1L, 0L, 1L, 1L));
    assertThat(value(row, "bits_per_byte")).isEmpty();
    assertThat(value(row, "window")).isEmpty();
  }

  @Test
  void theHeadIsInNoLayer() {
    SpikeRow row = spikes("lm_head", new SpikeTally());

    assertThat(value(row, "layer")).isEmpty();
    assertThat(value(row, "projection")).contains("lm_head");
    assertThat(value(row, "histogram")).contains(List.of(0L, 0L));
  }

  private static SpikeRow spikes(String layer, SpikeTally tally) {
    return new SpikeRow(
        "d", "u", "text", new LayerSpikes(new LinearLayer(layer, 16), tally), ENERGY);
  }

  @Test
  void aWindowFillsItsOwnColumns() {
    assertThat(value(WINDOW, "kind")).contains("window");
    assertThat(value(WINDOW, "window")).contains(3);
    assertThat(value(WINDOW, "byte_end")).contains(1_000L);
    assertThat(value(WINDOW, "bits_per_token")).contains(1.5);
    assertThat(value(WINDOW, "surprisal_max")).contains(9.0);
    assertThat(value(WINDOW, "entropy_mean")).isEmpty();
    assertThat(value(WINDOW, "embedding")).isEmpty();
    assertThat(value(WINDOW, "status")).isEmpty();
  }

  @Test
  void aWindowWithoutBytesHasNoBitsPerByte() {
    WindowResult empty =
        new WindowResult(
            0,
            0,
            1,
            5,
            5,
            OptionalDouble.of(2),
            OptionalDouble.of(2),
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(value(new WindowRow("d", "u", empty, ENERGY), "bits_per_byte")).isEmpty();
    assertThat(value(new WindowRow("d", "u", empty, ENERGY), "bits_per_token")).contains(2.0);
  }

  @Test
  void aFailedDocumentSaysWhyAndWhatWasRead() {
    DocumentRow row =
        new DocumentRow(
            "d",
            "u",
            Optional.of("text"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            new DocumentTotals(100, 400, 1, OptionalDouble.of(200)),
            0.5,
            0,
            Optional.of(new FileStamp(12, 34, 56)),
            Optional.of(new Continuation(Change.GROWN, Optional.of("e"))),
            Optional.of(new DocumentRow.Failure(Fault.INVALID_UTF8, "Byte 401 is …")));

    assertThat(value(row, "kind")).contains("document");
    assertThat(value(row, "status")).contains("failed");
    assertThat(value(row, "error_code")).contains("INVALID_UTF8");
    assertThat(value(row, "error_message")).contains("Byte 401 is …");
    assertThat(value(row, "bytes")).contains(400L);
    assertThat(value(row, "bits_per_byte")).contains(0.5);
    assertThat(value(row, "content_sha256")).isEmpty();
    assertThat(value(row, "change")).contains("grown");
    assertThat(value(row, "carried_from")).contains("e");
    assertThat(value(row, "file_modified")).contains(34L);
    assertThat(value(row, "token_start")).isEmpty();
  }

  @Test
  void anUnchangedDocumentSaysWhoseRowsItsAreAndNothingOfItsContent() {
    UnchangedRow row =
        new UnchangedRow(
            "d",
            "u",
            Optional.of(new FileStamp(12, 34, 56)),
            true,
            Optional.of("UTF-16LE"),
            Optional.of("{}"),
            "e");

    assertThat(value(row, "kind")).contains("document");
    assertThat(value(row, "change")).contains("unchanged");
    assertThat(value(row, "carried_from")).contains("e");
    assertThat(value(row, "file_offset")).contains(56L);
    assertThat(value(row, "encoding")).contains("UTF-16LE");
    assertThat(value(row, "metadata")).contains("{}");
    assertThat(value(row, "tokens")).isEmpty();
    assertThat(value(row, "status")).isEmpty();
  }

  @Test
  void anUnknownTableOrColumnIsRefusedByName() {
    assertThatThrownBy(() -> Tables.named("spike"))
        .hasMessageContaining("'spike'")
        .hasMessageContaining("windows, documents, spikes, reading, spiking_reading");
    assertThatThrownBy(() -> Tables.WINDOWS.column("status"))
        .hasMessageContaining("'status'")
        .hasMessageContaining("surprisal_max");
  }

  private static Optional<Object> value(ReadingRow row, String column) {
    return row.value(Tables.SPIKING_READING.column(column)).map(value -> value);
  }
}
