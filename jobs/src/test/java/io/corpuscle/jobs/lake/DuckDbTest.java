package io.corpuscle.jobs.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.AnalyzeJob;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DuckDB has of a run is what Spark has of it. */
class DuckDbTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final Path README =
      Path.of(System.getProperty("corpuscle.root")).resolve("README.md");
  private static final Pattern DUCKDB_QUERIES =
      Pattern.compile("(?s)\\n-- DuckDB[^\\n]*\\n(.*?)```");

  /** The document, and the window of it, that the README asks for. */
  private static final String STATUTE = "legal/statute-harbours.txt";

  private static final int WINDOW = 31;

  @TempDir private static Path folder;
  private static Runs.Committed run;
  private static Connection duckDb;

  @BeforeAll
  static void readDocuments() throws IOException, SQLException {
    Path corpus = folder.resolve("corpus");
    write(corpus.resolve(STATUTE), 3_500);
    write(corpus.resolve("legal/statute-commons.txt"), 730);
    write(corpus.resolve("dna/island.txt"), 90);
    Path model = TinyModels.dna(folder.resolve("model"), 5);
    Path job =
        Files.writeString(
            folder.resolve("job.yaml"),
            "input: %s\noutput: %s\nmodel: %s\nwindowTokens: 100\n"
                .formatted(corpus, folder.resolve("out/samples"), model));
    run = AnalyzeJob.run(SPARK, AnalyzeConfig.read(job, List.of()));
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = duckDb.createStatement()) {
      // As if it had been started there, where out/samples is.
      statement.execute("SET file_search_path = '" + folder + "'");
    }
  }

  @AfterAll
  static void close() throws SQLException {
    duckDb.close();
  }

  @Test
  void countsAndSumsAreSparks() throws SQLException {
    String[] figures = {
      "count(*)",
      "count(DISTINCT doc_id)",
      "sum(token_end - token_start)",
      "sum(bits_per_byte)",
      "min(bits_per_byte)",
      "max(surprisal_max)",
      "avg(entropy_mean)"
    };
    Row spark = windows().selectExpr(figures).first();

    List<Object> duck =
        query("SELECT " + String.join(", ", figures) + " FROM " + files("windows")).get(0);

    assertThat(((Number) duck.get(0)).longValue()).isEqualTo(spark.getLong(0)).isEqualTo(44);
    assertThat(((Number) duck.get(1)).longValue()).isEqualTo(spark.getLong(1)).isEqualTo(3);
    assertThat(((Number) duck.get(2)).longValue()).isEqualTo(spark.getLong(2)).isEqualTo(4_320);
    assertThat((double) duck.get(3)).isCloseTo(spark.getDouble(3), within(1e-9));
    assertThat(duck.get(4)).isEqualTo(spark.get(4));
    assertThat(duck.get(5)).isEqualTo(spark.get(5));
    assertThat((double) duck.get(6)).isCloseTo(spark.getDouble(6), within(1e-9));
  }

  @Test
  void aDocumentIsFoundByItsName() throws SQLException {
    String query = "SELECT \"window\", bits_per_byte FROM %s WHERE doc_id = '%s' ORDER BY 1";

    List<List<Object>> found = query(query.formatted(files("windows"), STATUTE));

    assertThat(found)
        .hasSize(35)
        .isEqualTo(
            windows()
                .where("doc_id = '" + STATUTE + "'")
                .select("window", "bits_per_byte")
                .orderBy("window")
                .collectAsList()
                .stream()
                .map(row -> List.of(row.get(0), row.get(1)))
                .toList());
    assertThat(query(query.formatted(files("windows"), "legal/statute-d.txt"))).isEmpty();
  }

  @Test
  void vectorsAreListsOfTheSameFloats() throws SQLException {
    List<Float> spark = embedding(WINDOW);
    StringBuilder elements = new StringBuilder("len(embedding)");
    for (int i = 1; i <= spark.size(); i++) {
      elements.append(", embedding[").append(i).append("]");
    }

    List<Object> duck =
        query(
                "SELECT %s FROM %s WHERE doc_id = '%s' AND \"window\" = %d"
                    .formatted(elements, files("windows"), STATUTE, WINDOW))
            .get(0);

    assertThat(((Number) duck.get(0)).intValue()).isEqualTo(spark.size()).isPositive();
    assertThat(duck.subList(1, duck.size())).isEqualTo(spark);
  }

  @Test
  void whatTheReadmeAsksForIsAnswered() throws IOException, SQLException {
    List<String> queries = readmeQueries();
    assertThat(queries).hasSize(2);

    List<List<Object>> means = query(queries.get(0));
    List<List<Object>> alike = query(queries.get(1));

    assertThat(means).hasSize(3);
    for (List<Object> mean : means) {
      Row spark =
          windows()
              .where("doc_id = '" + mean.get(0) + "'")
              .selectExpr("count(*)", "avg(bits_per_byte)")
              .first();
      assertThat(((Number) mean.get(1)).longValue()).isEqualTo(spark.getLong(0));
      assertThat((double) mean.get(2)).isCloseTo(spark.getDouble(1), within(1e-12));
    }
    assertThat(alike).hasSize(10);
    assertThat(alike.get(0).subList(0, 2)).containsExactly(STATUTE, WINDOW);
    assertThat(((Number) alike.get(0).get(2)).doubleValue()).isCloseTo(1, within(1e-6));
    for (List<Object> other : alike) {
      if (other.get(0).equals(STATUTE)) {
        assertThat(((Number) other.get(2)).doubleValue())
            .isCloseTo(cosine(embedding(WINDOW), embedding((int) other.get(1))), within(1e-5));
      }
    }
  }

  /** All after the comment that says they are for DuckDB, to the end of the block. */
  private static List<String> readmeQueries() throws IOException {
    return DUCKDB_QUERIES
        .matcher(Files.readString(README))
        .results()
        .flatMap(block -> Stream.of(block.group(1).split(";")))
        .map(String::strip)
        .filter(query -> !query.isEmpty())
        .toList();
  }

  private static List<Float> embedding(int window) {
    return windows()
        .where("doc_id = '" + STATUTE + "' AND window = " + window)
        .select("embedding")
        .first()
        .getList(0);
  }

  private static double cosine(List<Float> a, List<Float> b) {
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.size(); i++) {
      product += (double) a.get(i) * b.get(i);
      squareA += (double) a.get(i) * a.get(i);
      squareB += (double) b.get(i) * b.get(i);
    }
    return product / Math.sqrt(squareA * squareB);
  }

  private static Dataset<Row> windows() {
    return SPARK.read().parquet(run.table("windows"));
  }

  private static String files(String table) {
    return "'out/samples/run=*/" + table + "/*.parquet'";
  }

  private static List<List<Object>> query(String sql) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    try (Statement statement = duckDb.createStatement();
        ResultSet results = statement.executeQuery(sql)) {
      while (results.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
          row.add(results.getObject(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static void write(Path file, int bases) throws IOException {
    Files.createDirectories(file.getParent());
    StringBuilder text = new StringBuilder(bases);
    new Random(bases).ints(bases, 0, 4).forEach(i -> text.append("ACGT".charAt(i)));
    Files.writeString(file, text);
  }
}
