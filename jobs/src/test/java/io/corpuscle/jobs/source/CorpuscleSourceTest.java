package io.corpuscle.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.schemas.Column;
import io.corpuscle.schemas.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code format("corpuscle")} as somebody who writes queries meets it. */
class CorpuscleSourceTest extends ScanFixture {
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
    assertThatThrownBy(() -> read("spike").load(good.toString()))
        .hasMessageContaining("'spike'")
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
}
