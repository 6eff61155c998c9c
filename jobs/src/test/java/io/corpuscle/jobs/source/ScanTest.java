package io.corpuscle.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.DocumentReading;
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
import io.corpuscle.schemas.ColumnKind;
import io.corpuscle.schemas.ContentDigest;
import io.corpuscle.schemas.DocumentRow;
import io.corpuscle.schemas.RowValues;
import io.corpuscle.schemas.Table;
import io.corpuscle.schemas.Tables;
import io.corpuscle.schemas.WindowRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** The rows of a scan are those of a plain loop over the engine, however they are read. */
class ScanTest extends ScanFixture {
  @Test
  void windowsAreThoseOfAPlainLoopBitForBit() throws IOException {
    List<List<Object>> expected = new ArrayList<>();
    plainLoop(
        (document, window) -> {
          expected.add(
              content(
                  Tables.WINDOWS,
                  new WindowRow(
                      document.docId(), document.uri(), window, EnergyModel.HOROWITZ_45NM)));
        });

    List<List<Object>> rows = content(Tables.WINDOWS, read("windows").load(good.toString()));

    assertThat(rows).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(rows).hasSizeGreaterThan(60);
  }

  @Test
  void documentsAreThoseOfAPlainLoop() throws Exception {
    List<List<Object>> expected = new ArrayList<>();
    DocumentReader reader = reader();
    try (DocumentOpener opener = new DocumentOpener(new Configuration(), InputLimits.STANDARD)) {
      for (DocumentRef document : documents()) {
        byte[] text = opener.open(document).readAllBytes();
        DocumentReading reading = reader.open(new ByteArrayInputStream(text));
        while (reading.next().isPresent()) {
          assertThat(reading.totals().windows()).isPositive();
        }
        expected.add(
            content(
                Tables.DOCUMENTS,
                new DocumentRow(
                    document.docId(),
                    document.uri(),
                    Optional.of("tiny"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(sha256(text)),
                    reading.totals(),
                    0,
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty())));
      }
    }

    List<List<Object>> rows = content(Tables.DOCUMENTS, read("documents").load(good.toString()));

    assertThat(rows).hasSize(Genomes.RECORDS + 3).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void everyDivisionIntoTasksGivesTheSameRowsBitForBit() {
    Dataset<Row> one = read("reading").option("partitions", 1).load(faulty.toString());
    Dataset<Row> twenty = read("reading").option("partitions", 20).load(faulty.toString());
    Dataset<Row> automatic = scan("reading").load(faulty.toString());
    Dataset<Row> alone =
        read("reading")
            .option("partitions", 1)
            .option("documentsTogether", 1)
            .option("chunkTokens", 512)
            .load(faulty.toString());

    assertThat(one.rdd().getNumPartitions()).isEqualTo(1);
    assertThat(twenty.rdd().getNumPartitions()).isBetween(8, 20);
    ContentDigest expected = digest(one);
    assertThat(digest(twenty)).isEqualTo(expected);
    assertThat(digest(automatic)).isEqualTo(expected);
    assertThat(digest(alone)).isEqualTo(expected);
    assertThat(content(Tables.READING, twenty)).isEqualTo(content(Tables.READING, one));
  }

  @Test
  void theRowsOfADocumentComeTogetherAndDocumentsInTheirOrder() {
    List<Row> rows = read("reading").option("partitions", 1).load(good.toString()).collectAsList();

    assertThat(rows.stream().filter(row -> row.getAs("kind").equals("document")))
        .extracting(row -> row.<String>getAs("doc_id"))
        .isEqualTo(documents().stream().map(DocumentRef::docId).toList());
    int windows = 0;
    for (Row row : rows) {
      if (row.getAs("kind").equals("window")) {
        assertThat(row.<Integer>getAs("window")).isEqualTo(windows++);
      } else {
        assertThat(row.<Integer>getAs("windows")).isEqualTo(windows);
        windows = 0;
      }
    }
  }

  @Test
  void documentsThatAreReadTogetherShareTheTime() {
    long started = System.nanoTime();
    List<Row> rows =
        read("documents").option("partitions", 1).load(good.toString()).collectAsList();
    double elapsed = (System.nanoTime() - started) / 1e9;

    assertThat(rows).allMatch(row -> row.<Double>getAs("seconds") > 0);
    assertThat(rows.stream().mapToDouble(row -> row.<Double>getAs("seconds")).sum())
        .isLessThan(elapsed);
  }

  @Test
  void aReadingHoldsTheRowsOfBothTables() {
    Dataset<Row> reading = read("reading").load(faulty.toString());

    for (Table table : List.of(Tables.WINDOWS, Tables.DOCUMENTS)) {
      String kind = table.kinds().iterator().next().toString();
      String[] columns = table.columns().stream().map(Column::name).toArray(String[]::new);
      assertThat(content(table, reading.where("kind = '" + kind + "'").selectExpr(columns)))
          .isEqualTo(content(table, read(table.name()).load(faulty.toString())));
    }
  }

  @Test
  void documentsThatFailLeaveARowAndTheOthersFinish() {
    List<Row> rows = read("documents").load(faulty.toString()).collectAsList();

    Row bad = row(rows, "bad.txt");
    assertThat(bad.<String>getAs("status")).isEqualTo("failed");
    assertThat(bad.<String>getAs("error_code")).isEqualTo("INVALID_UTF8");
    assertThat(bad.<String>getAs("error_message")).contains(String.valueOf(Genomes.BAD_BYTE));
    assertThat(bad.<Long>getAs("tokens")).isBetween(16_000L, (long) Genomes.BAD_BYTE);
    assertThat(bad.<Integer>getAs("windows")).isEqualTo((int) (bad.<Long>getAs("tokens") / WINDOW));
    assertThat(bad.<String>getAs("content_sha256")).isNull();

    Row broken = row(rows, "broken.jsonl#2");
    assertThat(broken.<String>getAs("error_code")).isEqualTo("MALFORMED_RECORD");
    assertThat(broken.<Long>getAs("tokens")).isZero();
    assertThat(broken.<String>getAs("model")).isNull();

    assertThat(rows.stream().filter(row -> row.getAs("status").equals("ok")))
        .hasSize(Genomes.RECORDS + 3 + 1);
    assertThat(read("windows").load(faulty.toString()).where("doc_id = 'bad.txt'").count())
        .isEqualTo((long) bad.<Integer>getAs("windows"));
  }

  private interface Windows {
    void accept(DocumentRef document, WindowResult window);
  }

  private static void plainLoop(Windows windows) throws IOException {
    DocumentReader reader = reader();
    try (DocumentOpener opener = new DocumentOpener(new Configuration(), InputLimits.STANDARD)) {
      for (DocumentRef document : documents()) {
        InputStream text = opener.open(document);
        try (DocumentReading reading = reader.open(text)) {
          for (var w = reading.next(); w.isPresent(); w = reading.next()) {
            windows.accept(document, w.get());
          }
        }
      }
    }
  }

  private static List<DocumentRef> documents() {
    return Corpus.scan(new Configuration(), List.of(good.toString()), CorpusOptions.DEFAULT)
        .documents();
  }

  private static DocumentReader reader() {
    return Engine.open(model, EngineOptions.defaults())
        .reader(new ReadingOptions(WINDOW, 64, 1, Measure.withoutSpikes()));
  }

  /** Content columns of every row, sorted by document and window. */
  private static List<List<Object>> content(Table table, Dataset<Row> rows) {
    return rows.collectAsList().stream()
        .map(row -> content(table, SparkSchema.values(row)))
        .sorted(Comparator.comparing(Object::toString))
        .toList();
  }

  private static List<Object> content(Table table, RowValues row) {
    return table.columns().stream()
        .filter(column -> column.kind() == ColumnKind.CONTENT)
        .map(column -> (Object) row.value(column).<Object>map(ScanTest::bits).orElse("none"))
        .toList();
  }

  /** Floats by their bits: equal only if every one of them is. */
  private static Object bits(Object value) {
    if (value instanceof Double number) {
      return Double.doubleToRawLongBits(number);
    }
    return value instanceof List<?> list
        ? list.stream().map(f -> Float.floatToRawIntBits((Float) f)).toList()
        : value;
  }

  private static ContentDigest digest(Dataset<Row> rows) {
    return rows.collectAsList().stream()
        .map(row -> ContentDigest.ofRow(Tables.READING, SparkSchema.values(row)))
        .reduce(ContentDigest.NONE, ContentDigest::plus);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
