package io.corpuscle.jobs.diff;

import static io.corpuscle.jobs.diff.RunPair.document;
import static io.corpuscle.jobs.diff.RunPair.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.jobs.run.RunTable;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.LocalSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDiffTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final List<Row> WINDOWS =
      List.of(
          window("a.txt", 0, 1.5, 0.25f, -1f),
          window("a.txt", 1, 2.5, 0.5f, 0f),
          window("b.txt", 0, Double.NaN, Float.NaN, 3f));
  private static final List<Row> DOCUMENTS =
      List.of(document("a.txt", 30, 0.1), document("b.txt", 10, 0.2));

  @TempDir private Path folder;

  @Test
  void runsOfTheSameContentDoNotDiffer() {
    List<Row> slower = List.of(document("b.txt", 10, 7), document("a.txt", 30, 9));

    RunDiff diff = diff(WINDOWS, DOCUMENTS, WINDOWS, slower);

    assertThat(diff.isEmpty()).isTrue();
    assertThat(diff.tables()).extracting(TableDiff::rowsA).containsExactly(3L, 2L);
  }

  @Test
  void oneBitOfAFloatIsADifference() {
    float next = Math.nextUp(0.5f);

    TableDiff windows = windows(with(1, window("a.txt", 1, 2.5, next, 0f)));

    assertThat(windows.differing()).isEqualTo(1);
    assertThat(windows.first()).containsExactly(new DocumentDiff("a.txt", 1));
    assertThat(windows.columns())
        .containsExactly(
            new ColumnDiff(
                "embedding",
                1,
                "doc_id=a.txt, window=1",
                "0.5 (0x3f000000) at 0 of 2",
                "0.50000006 (0x3f000001) at 0 of 2"));
  }

  @Test
  void theFirstOfSeveralRowsIsTheExample() {
    List<Row> before = List.of(window("a.txt", 2, 1, 1f), window("a.txt", 10, 1, 1f));
    List<Row> after = List.of(window("a.txt", 2, 3, 1f), window("a.txt", 10, 4, 1f));

    TableDiff windows = diff(before, DOCUMENTS, after, DOCUMENTS).tables().get(0);

    assertThat(windows.columns())
        .containsExactly(
            new ColumnDiff(
                "bits_per_byte",
                2,
                "doc_id=a.txt, window=2",
                "1.0 (0x3ff0000000000000)",
                "3.0 (0x4008000000000000)"));
  }

  @Test
  void zerosOfBothSignsAreDifferent() {
    TableDiff zero = windows(with(1, window("a.txt", 1, 2.5, 0.5f, -0f)));

    assertThat(zero.columns())
        .singleElement()
        .satisfies(c -> assertThat(c.inB()).isEqualTo("-0.0 (0x80000000) at 1 of 2"));
  }

  @Test
  void aMissingDocumentAndAnExtraRowAreCountedAndNamed() {
    List<Row> fewer = WINDOWS.subList(0, 2);
    List<Row> more = new ArrayList<>(fewer);
    more.add(window("a.txt", 2, 1, 1f, 1f));

    RunDiff diff = diff(WINDOWS, DOCUMENTS, more, DOCUMENTS.subList(0, 1));

    TableDiff windows = diff.tables().get(0);
    assertThat(windows.onlyA()).isEqualTo(1);
    assertThat(windows.onlyB()).isEqualTo(1);
    assertThat(windows.differing()).isZero();
    assertThat(windows.first())
        .containsExactly(new DocumentDiff("a.txt", 1), new DocumentDiff("b.txt", 1));
    TableDiff documents = diff.tables().get(1);
    assertThat(documents.onlyA()).isEqualTo(1);
    assertThat(documents.first()).containsExactly(new DocumentDiff("b.txt", 1));
  }

  @Test
  void tenDocumentsAreNamedAndAllAreCounted() {
    List<Row> many = IntStream.range(10, 25).mapToObj(i -> document("doc" + i, i, 0)).toList();

    RunDiff diff = diff(WINDOWS, DOCUMENTS, WINDOWS, many);

    TableDiff documents = diff.tables().get(1);
    assertThat(documents.documents()).isEqualTo(17);
    assertThat(documents.first())
        .hasSize(10)
        .startsWith(new DocumentDiff("a.txt", 1))
        .endsWith(new DocumentDiff("doc17", 1));
  }

  @Test
  void aColumnOrATableInOneRunOnlyIsNamed() {
    var documents = RunPair.rows(DOCUMENTS, RunPair.DOCUMENT);
    var windows = RunPair.rows(WINDOWS, RunPair.WINDOW);
    Runs.Committed a = at(RunPair.write(folder, "x", Map.of(RunTable.DOCUMENTS, documents)));
    Runs.Committed b =
        at(
            RunPair.write(
                folder,
                "x",
                Map.of(
                    RunTable.DOCUMENTS,
                    documents.drop("seconds").withColumnRenamed("tokens", "bytes"),
                    RunTable.WINDOWS,
                    windows)));

    RunDiff diff = RunDiff.of(SPARK, a, b);

    assertThat(diff.isEmpty()).isFalse();
    assertThat(diff.tablesOnlyB()).containsExactly("windows");
    assertThat(diff.tables())
        .singleElement()
        .satisfies(
            table -> {
              assertThat(table.columnsOnlyA()).containsExactly("tokens");
              assertThat(table.columnsOnlyB()).containsExactly("bytes");
              assertThat(table.differing()).isZero();
            });
  }

  @Test
  void theSpikesOfTheHeadWhichIsInNoLayerAreHeldToEachOther() {
    StructType schema =
        new StructType()
            .add("doc_id", DataTypes.StringType)
            .add("layer", DataTypes.IntegerType)
            .add("projection", DataTypes.StringType)
            .add("firing_rate", DataTypes.DoubleType);
    Row head = RowFactory.create("a.txt", null, "lm_head", 0.5);
    Row other = RowFactory.create("a.txt", null, "lm_head", 0.75);

    TableDiff same = spikes(schema, head, head);
    TableDiff different = spikes(schema, head, other);

    assertThat(same.isEmpty()).isTrue();
    assertThat(different.differing()).isEqualTo(1);
    assertThat(different.onlyA() + different.onlyB()).isZero();
  }

  private TableDiff spikes(StructType schema, Row a, Row b) {
    return RunDiff.of(
            SPARK,
            at(
                RunPair.write(
                    folder, "x", Map.of(RunTable.SPIKES, RunPair.rows(List.of(a), schema)))),
            at(
                RunPair.write(
                    folder, "x", Map.of(RunTable.SPIKES, RunPair.rows(List.of(b), schema)))))
        .tables()
        .get(0);
  }

  @Test
  void aTableThatRepeatsARowIsRefused() {
    List<Row> twice = new ArrayList<>(DOCUMENTS);
    twice.add(document("b.txt", 10, 0.3));

    assertThatThrownBy(() -> diff(WINDOWS, DOCUMENTS, WINDOWS, twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 rows of one key, of document 'b.txt'");
  }

  private TableDiff windows(List<Row> changed) {
    return diff(WINDOWS, DOCUMENTS, changed, DOCUMENTS).tables().get(0);
  }

  private static List<Row> with(int index, Row row) {
    List<Row> changed = new ArrayList<>(WINDOWS);
    changed.set(index, row);
    return changed;
  }

  private RunDiff diff(
      List<Row> windowsA, List<Row> documentsA, List<Row> windowsB, List<Row> documentsB) {
    return RunDiff.of(
        SPARK,
        at(RunPair.write(folder, "x", windowsA, documentsA)),
        at(RunPair.write(folder, "x", windowsB, documentsB)));
  }

  private static Runs.Committed at(String run) {
    return Runs.at(new Configuration(), run);
  }
}
