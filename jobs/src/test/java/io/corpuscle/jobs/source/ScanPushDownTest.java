package io.corpuscle.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** What a query does not need is not read, and not measured. */
class ScanPushDownTest extends ScanFixture {
  @Test
  void whatIsNotAskedForIsNotMeasured() {
    Dataset<Row> windows = read("windows").load(good.toString());

    assertThat(plan(windows)).contains("ENTROPY").contains("EMBEDDING").contains("SURPRISAL");
    assertThat(plan(windows.select("energy_pj"))).contains("[measures: SPIKES]");
    assertThat(plan(windows.select("doc_id", "window", "byte_end"))).contains("[measures: none]");
    assertThat(plan(windows.select("bits_per_byte"))).contains("[measures: SURPRISAL]");
    assertThat(plan(windows.select("embedding"))).contains("[measures: EMBEDDING]");
    assertThat(plan(windows.where("entropy_mean > 1").select("window")))
        .contains("[measures: ENTROPY]");
    assertThat(plan(read("documents").load(good.toString()))).contains("[measures: SURPRISAL]");
    Dataset<Row> spikes = read("spikes").load(good.toString());
    assertThat(plan(spikes)).contains("[measures: SPIKES]");
    // There would be no such rows otherwise, whatever is asked of them.
    assertThat(plan(spikes.select("doc_id"))).contains("[measures: SPIKES]");
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

  private static List<Row> sorted(Dataset<Row> rows) {
    return rows.orderBy("doc_id", "window").collectAsList();
  }
}
