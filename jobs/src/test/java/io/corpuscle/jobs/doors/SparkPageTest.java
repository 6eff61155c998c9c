package io.corpuscle.jobs.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what {@code docs/spark.md} shows as it stands there, with a lake that is here. */
class SparkPageTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @AfterEach
  void forget() {
    SPARK.conf().unset("spark.corpuscle.sql.model");
    SPARK.catalog().dropTempView("tonight");
    SPARK.sql("DROP TABLE IF EXISTS contracts");
    SPARK.sql("DROP TABLE IF EXISTS contract_totals");
  }

  @Test
  void itsSqlRuns(@TempDir Path lake) throws IOException {
    writeContracts(lake);

    List<String> statements =
        Page.read("docs/spark.md").shown("sql").stream()
            .flatMap(block -> Stream.of(block.split(";\n")))
            .map(String::strip)
            .toList();
    for (String statement : statements) {
      List<Row> rows = SPARK.sql(here(statement, lake)).collectAsList();
      if (statement.startsWith("SELECT")) {
        assertThat(rows).as(statement).isNotEmpty();
        assertThat(rows.get(0).toString()).as(statement).doesNotContain("null");
      }
    }

    assertThat(statements).hasSizeGreaterThan(10);
  }

  /** That of the first two doors; the third is tried by a client, in {@code ConnectTest}. */
  @Test
  void itsJavaRuns(@TempDir Path lake) throws IOException {
    writeContracts(lake);
    List<String> shown = Page.read("docs/spark.md").shown("java");

    try (TypedJava shell = new TypedJava()) {
      shell.type(
          """
          import io.corpuscle.jobs.ml.CorpuscleReader;
          import org.apache.spark.ml.*;
          import org.apache.spark.sql.*;
          SparkSession spark = io.corpuscle.jobs.source.LocalSpark.session();
          Dataset<Row> texts = spark.sql("SELECT 'The tenant shall pay the rent.' AS body");
          Dataset<Row> windows =\s"""
              + here(shown.get(0), lake));
      assertThat(shell.type("windows.collectAsList().toString()"))
          .matches("\"\\[\\[a.txt,0,[0-9.]+], \\[b.txt,0,[0-9.]+]]\"");

      shell.type(shown.get(1));
      assertThat(
              shell.type(
                  "read.selectExpr(\"reading.tokens\", \"size(reading.embedding)\","
                      + " \"reading_error\").first().toString()"))
          .matches("\"\\[[0-9]+,[0-9]+,null]\"");
    }
    assertThat(shown).hasSize(3);
  }

  @Test
  void theJavaOfTheReadmeRuns(@TempDir Path lake) throws IOException {
    writeContracts(lake);
    String shown = Page.read("README.md").shown("java").get(0);

    try (TypedJava shell = new TypedJava()) {
      shell.type(
          """
          import org.apache.spark.sql.*;
          SparkSession spark = io.corpuscle.jobs.source.LocalSpark.session();
          Dataset<Row> windows =\s"""
              + here(shown.replace("statutes", "contracts"), lake));
      assertThat(shell.type("windows.count()")).isEqualTo("2");
    }
  }

  private static void writeContracts(Path lake) throws IOException {
    Path contracts = Files.createDirectories(lake.resolve("contracts"));
    Files.writeString(contracts.resolve("a.txt"), "The parties agree as follows. ".repeat(5));
    Files.writeString(contracts.resolve("b.txt"), "The tenant shall pay the rent.");
  }

  private static String here(String shown, Path lake) {
    return shown.replace("/lake/", lake + "/");
  }
}
