package io.corpuscle.schemas;

import static io.corpuscle.schemas.Column.content;
import static io.corpuscle.schemas.Column.measured;
import static io.corpuscle.schemas.Column.telemetry;
import static io.corpuscle.schemas.ColumnType.DOUBLE;
import static io.corpuscle.schemas.ColumnType.FLOATS;
import static io.corpuscle.schemas.ColumnType.INT;
import static io.corpuscle.schemas.ColumnType.LONG;
import static io.corpuscle.schemas.ColumnType.LONGS;
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
      content(
          "doc_id",
          STRING,
          NONE,
          "Names the document: unique in a run, the same from run to run.",
          row -> Optional.of(row.docId()));

  private static final Column URI =
      telemetry(
          "uri",
          STRING,
          NONE,
          "The file, or the table, the document was read from.",
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

  private static final Column MODEL =
      content("model", STRING, NONE, "Name of the model that read the document.", Tables::model);

  /** One row a window of a document. */
  public static final Table WINDOWS =
      new Table(
          "windows",
          EnumSet.of(RowKind.WINDOW),
          with(
              SpikeColumns.ACTIVITY,
              DOC_ID,
              URI,
              content(
                  "window",
                  INT,
                  "windows",
                  "The window's number in its document.",
                  ofWindow(row -> row.window().window())),
              content(
                  "token_start",
                  LONG,
                  TOKENS,
                  "The window's first token; the control token that opens a document is not counted.",
                  ofWindow(row -> row.window().tokenStart())),
              content(
                  "token_end",
                  LONG,
                  TOKENS,
                  "One past the window's last token.",
                  ofWindow(row -> row.window().tokenEnd())),
              content(
                  "byte_start",
                  LONG,
                  BYTES,
                  "Where the window begins in the document's UTF-8 text; 0 of token ids.",
                  ofWindow(row -> row.window().byteStart())),
              content(
                  "byte_end",
                  LONG,
                  BYTES,
                  "Where the window ends in the document's UTF-8 text; 0 of token ids.",
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
                  ofWindowIfAny(WindowRow::embedding)),
              measured(
                  "expert_loads",
                  LONGS,
                  TOKENS,
                  "Tokens of the window that went to each expert, layer by layer; none without experts.",
                  Measure.EXPERTS,
                  ofWindowIfAny(WindowRow::expertLoads))));

  /** One row a document. */
  public static final Table DOCUMENTS =
      new Table(
          "documents",
          EnumSet.of(RowKind.DOCUMENT),
          List.of(
              DOC_ID,
              URI,
              MODEL,
              content(
                  "content_sha256",
                  STRING,
                  NONE,
                  "SHA-256 of the document's UTF-8 text, or of its token ids as little-endian int32, in hexadecimal; none if it failed.",
                  ofDocumentIfAny(DocumentRow::contentSha256)),
              content(
                  "bytes",
                  LONG,
                  BYTES,
                  "Bytes of UTF-8 text in the document's windows: all of it unless it failed; 0 of token ids.",
                  ofDocument(row -> row.totals().bytes())),
              content(
                  "tokens",
                  LONG,
                  TOKENS,
                  "Tokens in the document's windows: all of them unless it failed.",
                  ofDocument(row -> row.totals().tokens())),
              content(
                  "windows",
                  INT,
                  "windows",
                  "How many windows the document has.",
                  ofDocument(row -> row.totals().windows())),
              BITS_PER_TOKEN,
              BITS_PER_BYTE,
              telemetry(
                  "seconds",
                  DOUBLE,
                  "s",
                  "Time spent on the document; of time spent on several together, its tokens' share.",
                  ofDocument(DocumentRow::seconds)),
              telemetry(
                  "resumed_from_token",
                  LONG,
                  TOKENS,
                  "The token its reading went on from, after an interruption or from an earlier run; 0 if it was read from the start.",
                  ofDocument(DocumentRow::resumedFromToken)),
              content(
                  "status",
                  STRING,
                  NONE,
                  "ok, or failed if the document could not be read to its end.",
                  ofDocument(DocumentRow::status)),
              content(
                  "error_code",
                  STRING,
                  NONE,
                  "What kind of fault the document failed by.",
                  ofDocumentIfAny(row -> row.failure().map(failure -> failure.fault().name()))),
              telemetry(
                  "error_message",
                  STRING,
                  NONE,
                  "Where the fault is and what to do about it.",
                  ofDocumentIfAny(row -> row.failure().map(Failure::message))),
              content(
                  "encoding",
                  STRING,
                  NONE,
                  "What the text was decoded from; none if it was UTF-8.",
                  ReadingRow::encoding),
              content(
                  "metadata",
                  STRING,
                  NONE,
                  "What a GenBank record says beside its sequence, or the columns of a table's row that were asked for, as a JSON object; none otherwise.",
                  ReadingRow::metadata),
              telemetry(
                  "change",
                  STRING,
                  NONE,
                  "new, unchanged, grown or changed since the run before; none unless the run is incremental.",
                  row -> row.continuation().map(found -> found.change().toString())),
              telemetry(
                  "file_bytes",
                  LONG,
                  BYTES,
                  "The size of the document's file as stored; none of a table's row.",
                  row -> row.stamp().map(FileStamp::bytes)),
              telemetry(
                  "file_modified",
                  LONG,
                  "ms",
                  "The modification time of the document's file, since 1970; none of a table's row.",
                  row -> row.stamp().map(FileStamp::modified)),
              telemetry(
                  "file_offset",
                  LONG,
                  BYTES,
                  "Where the document begins in its decompressed file; none of a table's row.",
                  row -> row.stamp().map(FileStamp::offset))));

  /** One row a document, layer and projection; of models that are read as spikes. */
  public static final Table SPIKES =
      new Table("spikes", EnumSet.of(RowKind.SPIKE), with(SpikeColumns.LAYER, DOC_ID, URI, MODEL));

  /**
   * Windows and documents, in the one pass that reads the documents: each document's windows, then
   * the document.
   */
  public static final Table READING =
      new Table(
          "reading", EnumSet.of(RowKind.WINDOW, RowKind.DOCUMENT), ofOnePass(WINDOWS, DOCUMENTS));

  /** The same with spikes: a document's windows, its layers' spikes, then the document. */
  public static final Table SPIKING_READING =
      new Table(
          "spiking_reading", EnumSet.allOf(RowKind.class), ofOnePass(WINDOWS, SPIKES, DOCUMENTS));

  private static final List<Table> ALL =
      List.of(WINDOWS, DOCUMENTS, SPIKES, READING, SPIKING_READING);

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

  private static List<Column> with(List<Column> last, Column... first) {
    List<Column> columns = new ArrayList<>(List.of(first));
    columns.addAll(last);
    return columns;
  }

  /** What a row speaks of and stands for, and every column of these tables once. */
  private static List<Column> ofOnePass(Table... tables) {
    Set<Column> columns = new LinkedHashSet<>();
    columns.add(
        content(
            "kind",
            STRING,
            NONE,
            "What the row speaks of: a window, a layer's spikes, or a document.",
            row -> Optional.of(row.kind().toString())));
    columns.add(
        telemetry(
            "carried_from",
            STRING,
            NONE,
            "The document of the run before whose rows this one takes over where it has none.",
            row -> row.continuation().flatMap(Continuation::carriedFrom)));
    columns.add(
        telemetry(
            "looked_into",
            INT,
            NONE,
            "1 where the text of an unchanged document was taken in: its row says what is beside it.",
            row ->
                row instanceof UnchangedRow unchanged && unchanged.lookedInto()
                    ? Optional.of(1)
                    : Optional.empty()));
    for (Table table : tables) {
      columns.addAll(table.columns());
    }
    return new ArrayList<>(columns);
  }

  private static Optional<String> model(ReadingRow row) {
    if (row instanceof SpikeRow spikes) {
      return Optional.of(spikes.model());
    }
    return row instanceof DocumentRow document ? document.model() : Optional.empty();
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
