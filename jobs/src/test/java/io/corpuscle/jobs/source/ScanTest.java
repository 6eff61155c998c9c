package io.corpuscle.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.DocumentReading;
import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.reading.WindowResult;
import io.corpuscle.jobs.corpus.Corpus;
import io.corpuscle.jobs.corpus.CorpusOptions;
import io.corpuscle.jobs.corpus.DocumentOpener;
import io.corpuscle.jobs.corpus.DocumentRef;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.util.ArrowUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanTest {
  private static final int WINDOW = 100;
  private static final SparkSession SPARK = LocalSpark.session();

  private static Path model;
  private static Path good;
  private static Path faulty;

  @BeforeAll
  static void write(@TempDir Path folder) throws IOException {
    model = TinyModels.dna(folder.resolve("tiny"), 5);
    good = Genomes.write(folder.resolve("good"));
    faulty = Genomes.writeWithFaults(folder.resolve("faulty"));
  }

  @AfterEach
  void allArrowMemoryIsGivenBack() {
    assertThat(ArrowUtils.rootAllocator().getAllocatedMemory()).isZero();
    assertThat(ArrowUtils.rootAllocator().getChildAllocators()).isEmpty();
  }

  @Test
  void windowsAreThoseOfAPlainLoopBitForBit() throws IOException {
    List<List<Object>> expected = new ArrayList<>();
    plainLoop(
        (document, window) -> {
          expected.add(
              content(Tables.WINDOWS, new WindowRow(document.docId(), document.uri(), window)));
        });

    List<List<Object>> rows = content(Tables.WINDOWS, read("windows").load(good.toString()));

    assertThat(rows).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(rows).hasSizeGreaterThan(60);
  }

  @Test
  void documentsAreThoseOfAPlainLoop() throws Exception {
    List<List<Object>> expected = new ArrayList<>();
    DocumentReader reader = reader();
    try (DocumentOpener opener = new DocumentOpener(new Configuration())) {
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
                    Optional.of(sha256(text)),
                    reading.totals(),
                    0,
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

    assertThat(one.rdd().getNumPartitions()).isEqualTo(1);
    assertThat(twenty.rdd().getNumPartitions()).isBetween(8, 20);
    ContentDigest expected = digest(one);
    assertThat(digest(twenty)).isEqualTo(expected);
    assertThat(digest(automatic)).isEqualTo(expected);
    assertThat(content(Tables.READING, twenty)).isEqualTo(content(Tables.READING, one));
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
  void theLongestDocumentComesFirst() {
    Dataset<Row> rows = read("documents").option("partitions", 4).load(good.toString());

    Row first =
        rows.toJavaRDD()
            .mapPartitionsWithIndex(
                (i, part) -> i == 0 ? part : java.util.Collections.emptyIterator(), true)
            .first();

    assertThat(first.<String>getAs("doc_id")).isEqualTo("long.txt");
  }

  @Test
  void whatIsNotAskedForIsNotMeasured() {
    Dataset<Row> windows = read("windows").load(good.toString());

    assertThat(plan(windows)).contains("ENTROPY").contains("EMBEDDING").contains("SURPRISAL");
    assertThat(plan(windows.select("doc_id", "window", "byte_end"))).contains("[measures: none]");
    assertThat(plan(windows.select("bits_per_byte"))).contains("[measures: SURPRISAL]");
    assertThat(plan(windows.select("embedding"))).contains("[measures: EMBEDDING]");
    assertThat(plan(windows.where("entropy_mean > 1").select("window")))
        .contains("[measures: ENTROPY]");
    assertThat(plan(read("documents").load(good.toString()))).contains("[measures: SURPRISAL]");
  }

  @Test
  void measuresThatAreLeftOutChangeNoOther() {
    Dataset<Row> windows = read("windows").load(good.toString());

    List<Row> few = sorted(windows.select("doc_id", "window", "bits_per_token"));
    List<Row> all = sorted(windows);

    assertThat(few.stream().map(row -> row.getDouble(2)))
        .isEqualTo(all.stream().map(row -> row.<Double>getAs("bits_per_token")).toList());
  }

  @Test
  void documentsThatNoFilterWantsAreNotRead() {
    Dataset<Row> documents = read("documents").load(faulty.toString());

    Dataset<Row> one = documents.where("doc_id = 'two.jsonl#b'");
    Dataset<Row> some = documents.where("doc_id IN ('records.fa#r1', 'records.fa#r3', 'x')");
    Dataset<Row> file =
        documents.where(
            "uri = '" + documents.where("doc_id = 'bad.txt'").first().getAs("uri") + "'");

    assertThat(one.rdd().getNumPartitions()).isEqualTo(1);
    assertThat(one.collectAsList()).extracting(row -> row.getAs("tokens")).containsExactly(777L);
    assertThat(some.rdd().getNumPartitions()).isEqualTo(2);
    assertThat(some.count()).isEqualTo(2);
    assertThat(file.collectAsList())
        .extracting(row -> row.getAs("status"))
        .containsExactly("failed");
    assertThat(plan(one)).contains("two.jsonl#b");
    assertThat(documents.where("doc_id = 'nothing'").count()).isZero();
    assertThat(documents.where("doc_id != 'two.jsonl#b'").count()).isEqualTo(documents.count() - 1);
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

  @Test
  void rowsAreCountedWithoutAnyColumn() {
    assertThat(read("documents").load(good.toString()).count()).isEqualTo(Genomes.RECORDS + 3);
    assertThat(read("windows").load(good.toString()).where("doc_id = 'long.txt'").count())
        .isEqualTo(Genomes.LONG / WINDOW);
  }

  @Test
  void aQueryThatStopsEarlyGivesItsMemoryBack() {
    assertThat(read("windows").load(good.toString()).limit(1).collectAsList()).hasSize(1);
    assertThat((Row[]) read("windows").load(good.toString()).select("embedding").take(40))
        .hasSize(40);
  }

  @Test
  void aTableIsAskedInSql() {
    SPARK.sql(
        "CREATE OR REPLACE TEMPORARY VIEW genomes USING corpuscle OPTIONS (path '%s', model '%s')"
            .formatted(good, model));

    Row row = SPARK.sql("SELECT max(bits_per_byte), count(*) FROM genomes").first();

    assertThat(row.getDouble(0)).isPositive();
  }

  @Test
  void columnsSayWhatTheyMean() {
    for (Column column : Tables.WINDOWS.columns()) {
      var field = read("windows").load(good.toString()).schema().apply(column.name());
      assertThat(field.getComment().get()).isEqualTo(column.meaning());
      assertThat(field.metadata().getString("unit")).isEqualTo(column.unit());
    }
  }

  @Test
  void formatsCanHaveModelsOfTheirOwn(@TempDir Path folder) throws IOException {
    Path other = TinyModels.dna(folder.resolve("other"), 6);

    List<Row> rows =
        read("documents")
            .option("model.fasta", other.toString())
            .load(good.toString())
            .collectAsList();

    assertThat(row(rows, "long.txt").<String>getAs("model")).isEqualTo("tiny");
    assertThat(row(rows, "records.fa#r2").<String>getAs("model")).isEqualTo("other");
  }

  @Test
  void mistakesAreFoundBeforeAnyTask(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> read("windows").option("windowToken", 5).load(good.toString()))
        .hasMessageContaining("'windowtoken'")
        .hasMessageContaining("windowTokens");
    assertThatThrownBy(() -> read("spikes").load(good.toString()))
        .hasMessageContaining("'spikes'")
        .hasMessageContaining("documents");
    assertThatThrownBy(
            () -> read("windows").option("model", "nosuch").load(good.toString()).count())
        .hasMessageContaining("no model 'nosuch'");
    assertThatThrownBy(() -> read("windows").load(folder.resolve("nowhere").toString()).count())
        .hasMessageContaining("nowhere");
    assertThatThrownBy(
            () -> read("windows").option("kernels", "abacus").load(good.toString()).count())
        .hasMessageContaining("'abacus'");
    assertThatThrownBy(
            () ->
                SPARK
                    .read()
                    .format("corpuscle")
                    .option("model.fasta", model.toString())
                    .load(good.toString())
                    .count())
        .hasMessageContaining("long.txt is text")
        .hasMessageContaining("model.text");
    Path damaged = TinyModels.dna(folder.resolve("damaged"), 7);
    byte[] tensors = Files.readAllBytes(damaged.resolve("model.safetensors"));
    Files.write(
        damaged.resolve("model.safetensors"), java.util.Arrays.copyOf(tensors, tensors.length / 2));
    assertThatThrownBy(
            () -> read("windows").option("model", damaged.toString()).load(good.toString()).count())
        .hasMessageContaining("model.safetensors");
  }

  @Test
  void sparkShowsWhatWasRead() {
    Dataset<Row> rows = read("documents").load(faulty.toString());
    long tokens = rows.collectAsList().stream().mapToLong(row -> row.<Long>getAs("tokens")).sum();

    SparkPlan scan = rows.queryExecution().executedPlan().collectLeaves().head();

    assertThat(scan.metrics().apply("documents").value()).isEqualTo(Genomes.RECORDS + 6);
    assertThat(scan.metrics().apply("failedDocuments").value()).isEqualTo(2);
    assertThat(scan.metrics().apply("tokens").value()).isEqualTo(tokens);
    assertThat(scan.metrics().apply("tokensPerSecond").value()).isPositive();
  }

  @Test
  void whoWaitsSeesHowFarItIs() throws Exception {
    ReadingProgress progress = new ReadingProgress();
    SPARK.sparkContext().addSparkListener(progress);
    try {
      long tokens =
          read("documents").load(faulty.toString()).collectAsList().stream()
              .mapToLong(row -> row.<Long>getAs("tokens"))
              .sum();
      SPARK.sparkContext().listenerBus().waitUntilEmpty();

      ReadingProgress.Snapshot end = progress.snapshot();
      assertThat(end.documents()).isEqualTo(Genomes.RECORDS + 6).isEqualTo(end.documentsPlanned());
      assertThat(end.failed()).isEqualTo(2);
      assertThat(end.tokens()).isEqualTo(tokens);
      assertThat(end.tokensPlanned()).isBetween(tokens, tokens + 1_000);
    } finally {
      SPARK.sparkContext().removeSparkListener(progress);
    }
  }

  /** Few tasks, for each costs more than the documents here. */
  private static DataFrameReader read(String table) {
    return scan(table).option("partitions", 3);
  }

  private static DataFrameReader scan(String table) {
    return SPARK
        .read()
        .format("corpuscle")
        .option("table", table)
        .option("model", model.toString())
        .option("windowTokens", WINDOW)
        .option("chunkTokens", 64);
  }

  private interface Windows {
    void accept(DocumentRef document, WindowResult window);
  }

  private static void plainLoop(Windows windows) throws IOException {
    DocumentReader reader = reader();
    try (DocumentOpener opener = new DocumentOpener(new Configuration())) {
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
        .reader(new ReadingOptions(WINDOW, 64, EnumSet.allOf(Measure.class)));
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

  private static String plan(Dataset<Row> rows) {
    return rows.queryExecution()
        .explainString(org.apache.spark.sql.execution.ExplainMode.fromString("simple"));
  }

  private static Row row(List<Row> rows, String docId) {
    return rows.stream().filter(row -> row.getAs("doc_id").equals(docId)).findFirst().orElseThrow();
  }

  private static List<Row> sorted(Dataset<Row> rows) {
    return rows.orderBy("doc_id", "window").collectAsList();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
