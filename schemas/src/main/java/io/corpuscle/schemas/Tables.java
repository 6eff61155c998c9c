package io.corpuscle.schemas;

import static io.corpuscle.schemas.ColumnKind.CONTENT;
import static io.corpuscle.schemas.ColumnKind.TELEMETRY;
import static io.corpuscle.schemas.ColumnType.DOUBLE;
import static io.corpuscle.schemas.ColumnType.FLOATS;
import static io.corpuscle.schemas.ColumnType.INT;
import static io.corpuscle.schemas.ColumnType.LONG;
import static io.corpuscle.schemas.ColumnType.STRING;

import io.corpuscle.engine.reading.Measure;
import io.corpuscle.schemas.DocumentRow.Failure;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tables and their columns. Offsets count from 0, and ends are exclusive. */
public final class Tables {
  private static final String NONE = "none";
  private static final String TOKENS = "tokens";
  private static final String BYTES = "bytes";

  private static final Column DOC_ID =
      column(
          "doc_id",
          STRING,
          NONE,
          "Names the document: unique in a run, the same from run to run.",
          CONTENT,
          row -> Optional.of(row.docId()));

  private static final Column URI =
      column(
          "uri",
          STRING,
          NONE,
          "The file the document was read from.",
          TELEMETRY,
          row -> Optional.of(row.uri()));

  private static final Column BITS_PER_TOKEN =
      measured(
          "bits_per_token",
          DOUBLE,
          "bits/token",
          "Mean surprise, −log₂ p of each token given all text before it.",
          Measure.SURPRISAL,
          row -> boxed(row.bitsPerToken()));

  private static final Column BITS_PER_BYTE =
      measured(
          "bits_per_byte",
          DOUBLE,
          "bits/byte",
          "Σ −log₂ p over the bytes of text it covers; none where there are no bytes.",
          Measure.SURPRISAL,
          row -> boxed(row.bitsPerByte()));

  /** One row a window of a document. */
  public static final Table WINDOWS =
      new Table(
          "windows",
          EnumSet.of(RowKind.WINDOW),
          List.of(
              DOC_ID,
              URI,
              column(
                  "window",
                  INT,
                  "windows",
                  "The window's number in its document.",
                  CONTENT,
                  ofWindow(row -> row.window().window())),
              column(
                  "token_start",
                  LONG,
                  TOKENS,
                  "The window's first token; the control token that opens a document is not counted.",
                  CONTENT,
                  ofWindow(row -> row.window().tokenStart())),
              column(
                  "token_end",
                  LONG,
                  TOKENS,
                  "One past the window's last token.",
                  CONTENT,
                  ofWindow(row -> row.window().tokenEnd())),
              column(
                  "byte_start",
                  LONG,
                  BYTES,
                  "Where the window begins in the document's UTF-8 text.",
                  CONTENT,
                  ofWindow(row -> row.window().byteStart())),
              column(
                  "byte_end",
                  LONG,
                  BYTES,
                  "Where the window ends in the document's UTF-8 text.",
                  CONTENT,
                  ofWindow(row -> row.window().byteEnd())),
              BITS_PER_TOKEN,
              BITS_PER_BYTE,
              measured(
                  "surprisal_max",
                  DOUBLE,
                  "bits",
                  "The largest −log₂ p of a token of the window.",
                  Measure.SURPRISAL,
                  ofWindowIfAny(row -> boxed(row.window().maxBits()))),
              measured(
                  "entropy_mean",
                  DOUBLE,
                  "bits",
                  "Mean entropy of the model's predictions of the window's tokens.",
                  Measure.ENTROPY,
                  ofWindowIfAny(row -> boxed(row.window().meanEntropy()))),
              measured(
                  "embedding",
                  FLOATS,
                  NONE,
                  "Mean of the final hidden states of the window's tokens.",
                  Measure.EMBEDDING,
                  ofWindowIfAny(WindowRow::embedding))));

  /** One row a document. */
  public static final Table DOCUMENTS =
      new Table(
          "documents",
          EnumSet.of(RowKind.DOCUMENT),
          List.of(
              DOC_ID,
              URI,
              column(
                  "model",
                  STRING,
                  NONE,
                  "Name of the model that read the document.",
                  CONTENT,
                  ofDocumentIfAny(DocumentRow::model)),
              column(
                  "content_sha256",
                  STRING,
                  NONE,
                  "SHA-256 of the document's UTF-8 text, in hexadecimal; none if it failed.",
                  CONTENT,
                  ofDocumentIfAny(DocumentRow::contentSha256)),
              column(
                  "bytes",
                  LONG,
                  BYTES,
                  "Bytes of UTF-8 text in the document's windows: all of it unless it failed.",
                  CONTENT,
                  ofDocument(row -> row.totals().bytes())),
              column(
                  "tokens",
                  LONG,
                  TOKENS,
                  "Tokens in the document's windows: all of them unless it failed.",
                  CONTENT,
                  ofDocument(row -> row.totals().tokens())),
              column(
                  "windows",
                  INT,
                  "windows",
                  "How many windows the document has.",
                  CONTENT,
                  ofDocument(row -> row.totals().windows())),
              BITS_PER_TOKEN,
              BITS_PER_BYTE,
              column(
                  "seconds",
                  DOUBLE,
                  "s",
                  "Time spent on the document; of time spent on several together, its tokens' share.",
                  TELEMETRY,
                  ofDocument(DocumentRow::seconds)),
              column(
                  "status",
                  STRING,
                  NONE,
                  "ok, or failed if the document could not be read to its end.",
                  CONTENT,
                  ofDocument(DocumentRow::status)),
              column(
                  "error_code",
                  STRING,
                  NONE,
                  "What kind of fault the document failed by.",
                  CONTENT,
                  ofDocumentIfAny(row -> row.failure().map(failure -> failure.fault().name()))),
              column(
                  "error_message",
                  STRING,
                  NONE,
                  "Where the fault is and what to do about it.",
                  TELEMETRY,
                  ofDocumentIfAny(row -> row.failure().map(Failure::message)))));

  /** Both, in the one pass that reads the documents: each document's windows, then the document. */
  public static final Table READING =
      new Table("reading", EnumSet.allOf(RowKind.class), readingColumns());

  private static final List<Table> ALL = List.of(WINDOWS, DOCUMENTS, READING);

  private Tables() {}

  /**
   * The table of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Table named(String name) {
    return ALL.stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "There is no table '%s'. Tables: %s.",
                        name,
                        ALL.stream().map(Table::name).collect(Collectors.joining(", ")))));
  }

  private static List<Column> readingColumns() {
    Set<Column> columns = new LinkedHashSet<>();
    columns.add(
        column(
            "kind",
            STRING,
            NONE,
            "What the row speaks of: a window or a document.",
            CONTENT,
            row -> Optional.of(row.kind().toString())));
    columns.addAll(WINDOWS.columns());
    columns.addAll(DOCUMENTS.columns());
    return new ArrayList<>(columns);
  }

  private static Column column(
      String name,
      ColumnType type,
      String unit,
      String meaning,
      ColumnKind kind,
      Function<ReadingRow, Optional<?>> source) {
    return new Column(name, type, unit, meaning, kind, Optional.empty(), source);
  }

  private static Column measured(
      String name,
      ColumnType type,
      String unit,
      String meaning,
      Measure measure,
      Function<ReadingRow, Optional<?>> source) {
    return new Column(name, type, unit, meaning, CONTENT, Optional.of(measure), source);
  }

  private static Function<ReadingRow, Optional<?>> ofWindow(Function<WindowRow, ?> value) {
    return ofWindowIfAny(row -> Optional.of(value.apply(row)));
  }

  private static Function<ReadingRow, Optional<?>> ofWindowIfAny(
      Function<WindowRow, Optional<?>> value) {
    return row -> row instanceof WindowRow window ? value.apply(window) : Optional.empty();
  }

  private static Function<ReadingRow, Optional<?>> ofDocument(Function<DocumentRow, ?> value) {
    return ofDocumentIfAny(row -> Optional.of(value.apply(row)));
  }

  private static Function<ReadingRow, Optional<?>> ofDocumentIfAny(
      Function<DocumentRow, Optional<?>> value) {
    return row -> row instanceof DocumentRow document ? value.apply(document) : Optional.empty();
  }

  private static Optional<Double> boxed(OptionalDouble value) {
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }
}
