package io.corpuscle.jobs.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the SQL of {@code docs/spark.md} as it stands there, with a lake that is here. */
class SparkPageTest {
  private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
  private static final Path PAGE = Path.of(System.getProperty("corpuscle.root"), "docs/spark.md");
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
    Path contracts = Files.createDirectories(lake.resolve("contracts"));
    Files.writeString(contracts.resolve("a.txt"), "The parties agree as follows. ".repeat(5));
    Files.writeString(contracts.resolve("b.txt"), "The tenant shall pay the rent.");

    List<String> statements = statements();
    for (String statement : statements) {
      List<Row> rows = SPARK.sql(statement.replace("/lake/", lake + "/")).collectAsList();
      if (statement.startsWith("SELECT")) {
        assertThat(rows).as(statement).isNotEmpty();
        assertThat(rows.get(0).toString()).as(statement).doesNotContain("null");
      }
    }

    assertThat(statements).hasSizeGreaterThan(10);
  }

  private static List<String> statements() throws IOException {
    List<String> statements = new ArrayList<>();
    Matcher blocks = SQL.matcher(Files.readString(PAGE));
    while (blocks.find()) {
      for (String statement : blocks.group(1).split(";\n")) {
        statements.add(statement.strip());
      }
    }
    return statements;
  }
}
