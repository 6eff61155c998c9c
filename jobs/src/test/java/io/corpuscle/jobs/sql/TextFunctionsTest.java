package io.corpuscle.jobs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFunctionsTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final String LONG = "ACGTTGCA".repeat(300);

  private static Path model;
  private static Path corpus;

  @BeforeAll
  static void write(@TempDir Path folder) throws IOException {
    model = TinyModels.dna(folder.resolve("tiny"), 5);
    corpus = Files.createDirectories(folder.resolve("corpus"));
    Files.writeString(corpus.resolve("long.txt"), LONG);
    Files.writeString(corpus.resolve("short.txt"), "GATTACA");
  }

  @BeforeEach
  void ask() {
    SPARK.conf().set(SessionModel.MODEL, model.toString());
    SPARK.sql(
        "CREATE OR REPLACE TEMPORARY VIEW texts AS SELECT * FROM VALUES ('long.txt', repeat('ACGTTGCA', 300)), ('short.txt', 'GATTACA'), ('empty', ''), ('none', NULL) AS t(name, text)");
  }

  @AfterEach
  void forget() {
    SPARK.conf().unset(SessionModel.MODEL);
    SPARK.catalog().dropTempView("texts");
  }

  private static Object value(String expression) {
    return SPARK.sql("SELECT " + expression).first().get(0);
  }

  @Test
  void aTextHasTheBitsOfADocumentThatHoldsIt() {
    Dataset<Row> documents =
        SPARK
            .read()
            .format("corpuscle")
            .option("table", "documents")
            .option("model", model.toString())
            .load(corpus.toString());

    List<Row> scanned =
        documents.select("doc_id", "bits_per_byte", "tokens").orderBy("doc_id").collectAsList();
    List<Row> called =
        SPARK
            .sql(
                "SELECT name, corpuscle_bits_per_byte(text), corpuscle_token_count(text) FROM texts WHERE name LIKE '%.txt' ORDER BY name")
            .collectAsList();

    assertThat(called.toString()).isEqualTo(scanned.toString());
    assertThat(called.get(0).getDouble(1)).isPositive();
  }

  @Test
  void theEmbeddingOfAWindowIsThatOfItsText() {
    List<Float> scanned =
        SPARK
            .read()
            .format("corpuscle")
            .option("model", model.toString())
            .load(corpus.resolve("short.txt").toString())
            .select("embedding")
            .first()
            .getList(0);

    Row row = SPARK.sql("SELECT corpuscle_embedding('GATTACA')").first();

    assertThat(row.<Float>getList(0)).isEqualTo(scanned).doesNotContain(Float.NaN);
    assertThat(row.schema().apply(0).dataType().simpleString()).isEqualTo("array<float>");
  }

  @Test
  void nothingIsSaidOfNoText() {
    Row row =
        SPARK
            .sql(
                "SELECT corpuscle_bits_per_byte(text), corpuscle_embedding(text), corpuscle_token_count(text) FROM texts WHERE name = 'none'")
            .first();

    assertThat(row.isNullAt(0) && row.isNullAt(1) && row.isNullAt(2)).isTrue();
  }

  @Test
  void anEmptyTextHasNoTokens() {
    assertThat(value("corpuscle_token_count('')")).isEqualTo(0L);
    assertThat(value("corpuscle_bits_per_byte('')")).isNull();
    assertThat(value("corpuscle_embedding('')")).isNull();
  }

  @Test
  void aTextThatCannotBeReadHasNull() {
    assertThat(value("corpuscle_bits_per_byte(X'4143FF')")).isNull();
  }

  @Test
  void aCallCanNameItsModel(@TempDir Path folder) throws IOException {
    Path other = TinyModels.dna(folder.resolve("other"), 6);

    Object same = value("corpuscle_bits_per_byte('GATTACA', '%s')".formatted(model));
    Object differs =
        value("corpuscle_bits_per_byte('GATTACA', concat('%s', '/other'))".formatted(folder));

    assertThat(same).isEqualTo(value("corpuscle_bits_per_byte('GATTACA')"));
    assertThat(differs).isNotEqualTo(same);
    assertThat(Files.exists(other)).isTrue();
  }

  @Test
  void columnsAreCalledByTheFunction() {
    Dataset<Row> read =
        SPARK.sql("SELECT corpuscle_token_count(text), corpuscle_embedding(text) FROM texts");

    assertThat(read.columns())
        .containsExactly("corpuscle_token_count(text)", "corpuscle_embedding(text)");
  }

  @Test
  void anExpressionIsKnownAgain() {
    Dataset<Row> counts =
        SPARK.sql(
            "SELECT corpuscle_token_count(text) AS tokens, count(*) FROM texts GROUP BY corpuscle_token_count(text) ORDER BY tokens");

    assertThat(counts.collectAsList().toString()).isEqualTo("[[null,1], [0,1], [7,1], [2400,1]]");
  }

  @Test
  void rowsOfManyTasksAreRead() {
    Dataset<Row> bits =
        SPARK
            .range(0, 64, 1, 8)
            .select(
                functions.call_function(
                    "corpuscle_bits_per_byte", functions.expr("repeat('ACGT', 1 + id % 4)")))
            .distinct();

    assertThat(bits.count()).isEqualTo(4);
  }

  @Test
  void describeTellsOfThem() {
    for (TextFunction function : TextFunction.values()) {
      String described =
          SPARK.sql("DESCRIBE FUNCTION EXTENDED " + function.sqlName()).collectAsList().stream()
              .map(row -> row.getString(0))
              .collect(Collectors.joining("\n"));

      assertThat(described)
          .contains(function.sqlName() + "(text[, model])")
          .contains(function.usage())
          .contains(SessionModel.MODEL)
          .contains("Null where the text is null");
    }
  }

  @Test
  void mistakesAreFoundBeforeAnyTask() {
    assertThatThrownBy(() -> SPARK.sql("SELECT corpuscle_bits_per_byte(text, 'nosuch') FROM texts"))
        .hasMessageContaining("no model 'nosuch'");
    assertThatThrownBy(() -> SPARK.sql("SELECT corpuscle_bits_per_byte(text, name) FROM texts"))
        .hasMessageContaining("not the same for all rows")
        .hasMessageContaining(SessionModel.MODEL);
    assertThatThrownBy(() -> SPARK.sql("SELECT corpuscle_embedding(text, 5) FROM texts"))
        .hasMessageContaining("of type int")
        .hasMessageContaining("has to be a string");
    assertThatThrownBy(() -> SPARK.sql("SELECT corpuscle_embedding() FROM texts"))
        .hasMessageContaining("0 arguments")
        .hasMessageContaining("corpuscle_embedding(text, 'text')");
    assertThatThrownBy(() -> SPARK.sql("SELECT corpuscle_token_count(array(text)) FROM texts"))
        .hasMessageContaining("STRING");
    SPARK.conf().unset(SessionModel.MODEL);
    assertThatThrownBy(() -> SPARK.sql("SELECT corpuscle_token_count(text) FROM texts"))
        .hasMessageContaining("which model is to read")
        .hasMessageContaining(SessionModel.MODEL);
    SPARK.conf().set(SessionModel.KERNELS, "abacus");
    try {
      assertThatThrownBy(() -> SPARK.sql("SELECT corpuscle_token_count(text, 'dna') FROM texts"))
          .hasMessageContaining("'abacus'");
    } finally {
      SPARK.conf().unset(SessionModel.KERNELS);
    }
  }
}
