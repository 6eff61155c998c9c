package io.corpuscle.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.schemas.Column;
import io.corpuscle.schemas.Tables;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code CREATE TABLE … USING corpuscle}: documents as a table of the session's catalog. */
class CatalogTableTest extends ScanFixture {

  @AfterEach
  void drop() {
    SPARK.sql("DROP TABLE IF EXISTS genomes");
  }

  private static void create(String path, String more) {
    SPARK.sql(
        "CREATE TABLE genomes USING corpuscle OPTIONS (path '%s', %s%s)"
            .formatted(path, options(), more));
  }

  private static String options() {
    return "model '%s', windowTokens %d, chunkTokens 128, partitions 3".formatted(model, WINDOW);
  }

  @Test
  void itHasTheRowsOfAScan() {
    create(good.toString(), "");

    assertThat(rows(SPARK.table("genomes"))).isEqualTo(rows(read("windows").load(good.toString())));
  }

  private static List<String> rows(Dataset<Row> windows) {
    return windows.orderBy("doc_id", "window").collectAsList().stream().map(Row::toString).toList();
  }

  @Test
  void whatAQueryDoesNotNeedIsNotRead() {
    create(good.toString(), "");

    Dataset<Row> one =
        SPARK.sql("SELECT window, bits_per_byte FROM genomes WHERE doc_id = 'two.jsonl#b'");

    assertThat(plan(one)).contains("[measures: SURPRISAL]").contains("EqualTo(doc_id,two.jsonl#b)");
    assertThat(one.rdd().getNumPartitions()).isEqualTo(1);
    assertThat(one.count()).isEqualTo(8);
  }

  @Test
  void everyTableCanBeHad() {
    create(good.toString(), ", table 'documents'");

    Row sum = SPARK.sql("SELECT count(*), sum(tokens) FROM genomes WHERE status = 'ok'").first();

    assertThat(sum.getLong(0)).isEqualTo(Genomes.RECORDS + 3);
    assertThat(sum.getLong(1)).isGreaterThan(Genomes.LONG);
  }

  @Test
  void pathsCanBePatterns() {
    create(good + "/{two,three}.json*", ", table 'documents'");

    assertThat(SPARK.sql("SELECT doc_id FROM genomes ORDER BY doc_id").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("two.jsonl#a", "two.jsonl#b");
  }

  @Test
  void describeSaysWhatColumnsMean() {
    create(good.toString(), "");

    Map<String, String> comments =
        SPARK.sql("DESCRIBE genomes").collectAsList().stream()
            .collect(Collectors.toMap(row -> row.getString(0), row -> row.getString(2)));

    for (Column column : Tables.WINDOWS.columns()) {
      assertThat(comments).containsEntry(column.name(), column.meaning());
    }
  }

  @Test
  void propertiesOfTheTableAreNoOptions() {
    SPARK.sql(
        "CREATE TABLE genomes USING corpuscle OPTIONS (%s) COMMENT 'genomes' LOCATION '%s' TBLPROPERTIES ('owned by' = 'biology')"
            .formatted(options(), good));

    assertThat(SPARK.sql("SELECT doc_id FROM genomes WHERE doc_id = 'two.jsonl#b'").count())
        .isEqualTo(8);
  }

  @Test
  void itCanHaveFewerColumns() {
    SPARK.sql(
        "CREATE TABLE genomes (window INT, doc_id STRING) USING corpuscle OPTIONS (path '%s', %s)"
            .formatted(good, options()));

    Row first =
        SPARK.sql("SELECT * FROM genomes WHERE doc_id = 'two.jsonl#b' AND window = 7").first();

    assertThat(first.schema().fieldNames()).containsExactly("window", "doc_id");
    assertThat(first.getInt(0)).isEqualTo(7);
    assertThat(first.getString(1)).isEqualTo("two.jsonl#b");
  }

  @Test
  void columnsThatATableDoesNotHaveAreRefused() {
    assertThatThrownBy(() -> read("windows").schema("bits DOUBLE").load(good.toString()))
        .hasMessageContaining("'bits'")
        .hasMessageContaining("bits_per_byte");
    assertThatThrownBy(() -> read("windows").schema("window STRING").load(good.toString()))
        .hasMessageContaining("'window' as string")
        .hasMessageContaining("it is int");
  }

  @Test
  void droppingItLeavesTheDocuments() {
    create(good.toString(), "");

    SPARK.sql("DROP TABLE genomes PURGE");

    assertThat(good.resolve("long.txt")).exists();
    assertThat(Files.exists(good.resolve("two.jsonl"))).isTrue();
    assertThat(SPARK.catalog().tableExists("genomes")).isFalse();
  }

  @Test
  void mistakesAreFoundWhenItIsMade() {
    assertThatThrownBy(() -> create(good.toString(), ", windowToken 5"))
        .hasMessageContaining("'windowtoken'")
        .hasMessageContaining("windowTokens");
    assertThatThrownBy(
            () -> SPARK.sql("CREATE TABLE genomes USING corpuscle OPTIONS (model 'text')"))
        .hasMessageContaining("nothing to read");
    assertThat(SPARK.catalog().tableExists("genomes")).isFalse();
  }

  @Test
  void aQueryHasItsOwnOptionsOverTheTables() {
    create(good.toString(), "");

    assertThat(rows(SPARK.read().option("windowtokens", 77).table("genomes")))
        .isEqualTo(rows(read("windows").option("windowTokens", 77).load(good.toString())));
    assertThatThrownBy(() -> SPARK.read().option("windowToken", 5).table("genomes").collect())
        .hasMessageContaining("windowTokens");
    assertThatThrownBy(() -> SPARK.read().option("table", "spikes").table("genomes").collect())
        .hasMessageContaining("'windows'");
  }

  @Test
  void aTemporaryViewIsTheSame() {
    SPARK.sql(
        "CREATE OR REPLACE TEMPORARY VIEW viewed USING corpuscle OPTIONS (path '%s', %s, table 'documents')"
            .formatted(good, options()));

    Dataset<Row> one = SPARK.sql("SELECT tokens FROM viewed WHERE doc_id = 'two.jsonl#b'");

    assertThat(plan(one)).contains("EqualTo(doc_id,two.jsonl#b)");
    assertThat(one.collectAsList()).extracting(row -> row.getLong(0)).containsExactly(777L);
    SPARK.catalog().dropTempView("viewed");
  }
}
