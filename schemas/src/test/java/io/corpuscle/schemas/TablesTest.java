package io.corpuscle.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.reading.DocumentTotals;
import io.corpuscle.engine.reading.WindowResult;
import io.corpuscle.engine.text.Fault;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TablesTest {
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
              Optional.empty()));

  @ParameterizedTest
  @ValueSource(strings = {"windows", "documents", "reading"})
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
        .hasSize(1 + Tables.WINDOWS.columns().size() + Tables.DOCUMENTS.columns().size() - 4);
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
            Optional.empty());

    assertThat(value(new WindowRow("d", "u", empty), "bits_per_byte")).isEmpty();
    assertThat(value(new WindowRow("d", "u", empty), "bits_per_token")).contains(2.0);
  }

  @Test
  void aFailedDocumentSaysWhyAndWhatWasRead() {
    DocumentRow row =
        new DocumentRow(
            "d",
            "u",
            Optional.of("text"),
            Optional.empty(),
            new DocumentTotals(100, 400, 1, OptionalDouble.of(200)),
            0.5,
            Optional.of(new DocumentRow.Failure(Fault.INVALID_UTF8, "Byte 401 is …")));

    assertThat(value(row, "kind")).contains("document");
    assertThat(value(row, "status")).contains("failed");
    assertThat(value(row, "error_code")).contains("INVALID_UTF8");
    assertThat(value(row, "error_message")).contains("Byte 401 is …");
    assertThat(value(row, "bytes")).contains(400L);
    assertThat(value(row, "bits_per_byte")).contains(0.5);
    assertThat(value(row, "content_sha256")).isEmpty();
    assertThat(value(row, "token_start")).isEmpty();
  }

  @Test
  void anUnknownTableOrColumnIsRefusedByName() {
    assertThatThrownBy(() -> Tables.named("spike"))
        .hasMessageContaining("'spike'")
        .hasMessageContaining("windows, documents, reading");
    assertThatThrownBy(() -> Tables.WINDOWS.column("status"))
        .hasMessageContaining("'status'")
        .hasMessageContaining("surprisal_max");
  }

  private static Optional<Object> value(ReadingRow row, String column) {
    return row.value(Tables.READING.column(column)).map(value -> value);
  }
}
