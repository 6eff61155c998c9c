package io.corpuscle.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.AnalyzeJob;
import io.corpuscle.jobs.run.RunTable;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.LocalSpark;
import io.corpuscle.schemas.Column;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scala.jdk.javaapi.CollectionConverters;

/** Arrow's own reader has, value by value, what Spark reads of the Parquet files. */
class ArrowExportTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir private static Path folder;
  private static Runs.Committed run;

  @BeforeAll
  static void read() throws IOException {
    Path model = TinyModels.dna(folder.resolve("model"), 5);
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    Files.writeString(corpus.resolve("long.txt"), bases(2_050));
    Files.writeString(corpus.resolve("short.txt"), bases(70));
    Files.write(corpus.resolve("bad.txt"), "ACGT\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    Path job =
        Files.writeString(
            folder.resolve("job.yaml"),
            "input: %s\noutput: %s\nmodel: %s\nwindowTokens: 100\n"
                .formatted(corpus, folder.resolve("out"), model));
    run = AnalyzeJob.run(SPARK, AnalyzeConfig.read(job, List.of()));
  }

  @ParameterizedTest
  @EnumSource(ArrowCompression.class)
  void everyValueIsAsInParquet(ArrowCompression compression) throws IOException {
    for (RunTable table : List.of(RunTable.WINDOWS, RunTable.DOCUMENTS)) {
      Path to = folder.resolve("all-" + compression);

      ArrowExport.Exported exported = export(to, compression).export(run, table);

      List<Row> expected = parquet(table);
      assertThat(exported.rows()).isEqualTo(expected.size()).isPositive();
      assertThat(names(to)).contains(table + ".arrow");
      assertThat(values(to.resolve(table + ".arrow"))).isEqualTo(values(expected));
    }
  }

  @Test
  void aBatchEndsWhereItHasEnoughRowsOrBytes() throws IOException {
    Runs.Committed large = new Runs.Committed(folder.resolve("large").toString(), run.manifest());
    SPARK
        .range(10_000)
        .selectExpr("string(id) AS doc_id", "int(id) AS window", "double(id) AS bits_per_byte")
        .write()
        .parquet(large.table("windows"));
    SPARK
        .range(8)
        .selectExpr("string(id) AS doc_id", "repeat(string(id), 6000000) AS metadata")
        .write()
        .parquet(large.table("documents"));
    Path to = folder.resolve("batches");

    export(to, ArrowCompression.ZSTD).export(large, RunTable.WINDOWS);
    export(to, ArrowCompression.ZSTD).export(large, RunTable.DOCUMENTS);

    assertThat(batches(to.resolve("windows.arrow"))).containsExactly(4_096, 4_096, 1_808);
    assertThat(batches(to.resolve("documents.arrow"))).containsExactly(3, 3, 2);
    assertThat(values(to.resolve("windows.arrow")))
        .containsExactlyInAnyOrderElementsOf(
            values(SPARK.read().parquet(large.table("windows")).collectAsList()));
    assertThat(values(to.resolve("documents.arrow")))
        .containsExactlyInAnyOrderElementsOf(
            values(SPARK.read().parquet(large.table("documents")).collectAsList()));
  }

  @Test
  void aLargeTableIsInSeveralFilesInTheOrderOfItsKeys() throws IOException {
    Runs.Committed large = new Runs.Committed(folder.resolve("many").toString(), run.manifest());
    SPARK
        .range(400_001)
        .selectExpr("format_string('%06d', 11 * id % 400001) AS doc_id", "0 AS window")
        .write()
        .parquet(large.table("windows"));
    Path to = folder.resolve("several");

    ArrowExport.Exported exported =
        export(to, ArrowCompression.NONE).export(large, RunTable.WINDOWS);

    List<String> names =
        List.of("windows-00000.arrow", "windows-00001.arrow", "windows-00002.arrow");
    assertThat(names(to)).isEqualTo(names);
    assertThat(exported.rows()).isEqualTo(400_001);
    List<String> documents = new ArrayList<>();
    for (String name : names) {
      values(to.resolve(name)).forEach(row -> documents.add((String) row.get(0)));
    }
    assertThat(documents).hasSize(400_001).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void fieldsCarryMeaningAndUnitAndTheSchemaSaysOfWhichRunItIs() throws IOException {
    Path to = folder.resolve("described");
    export(to, ArrowCompression.NONE).export(run, RunTable.WINDOWS);

    Schema schema = schema(to.resolve("windows.arrow"));

    Column bits = RunTable.WINDOWS.table().column("bits_per_byte");
    assertThat(schema.findField("bits_per_byte").getMetadata())
        .containsEntry("meaning", bits.meaning())
        .containsEntry("unit", "bits/byte")
        .containsEntry("kind", "content");
    assertThat(schema.getCustomMetadata())
        .isEqualTo(
            Map.of(
                "corpuscle.table", "windows",
                "corpuscle.run", run.manifest().run(),
                "corpuscle.content_hash", run.manifest().contentHash()));
    assertThat(schema.getFields())
        .extracting(Field::getName)
        .containsExactly(SPARK.read().parquet(run.table("windows")).columns());
  }

  @Test
  void anExportReplacesAllFilesOfTheTableAndNoOthers() throws IOException {
    Path to = Files.createDirectories(folder.resolve("again"));
    for (String earlier :
        List.of("windows-00000.arrow", "windows-00001.arrow", "windows-old.arrow", "mine.arrow")) {
      Files.writeString(to.resolve(earlier), "old");
    }
    ArrowExport export = export(to, ArrowCompression.NONE);
    assertThat(export.present(RunTable.WINDOWS)).hasSize(2);
    assertThat(export.present(RunTable.DOCUMENTS)).isEmpty();

    export.export(run, RunTable.WINDOWS);

    assertThat(names(to)).containsExactly("mine.arrow", "windows-old.arrow", "windows.arrow");
  }

  @Test
  void anExportThatFailsLeavesWhatWasThere() throws IOException {
    Path to = Files.createDirectories(folder.resolve("failing"));
    Files.writeString(to.resolve("windows.arrow"), "old");
    Runs.Committed damaged =
        new Runs.Committed(folder.resolve("damaged").toString(), run.manifest());
    SPARK.sql("SELECT 'a' AS doc_id, 0 AS window").write().parquet(damaged.table("windows"));
    Files.writeString(folder.resolve("damaged/windows/part-00009.parquet"), "torn to PAR1");

    assertThatThrownBy(() -> export(to, ArrowCompression.NONE).export(damaged, RunTable.WINDOWS))
        .isInstanceOf(Exception.class);

    assertThat(names(to)).containsExactly("windows.arrow");
    assertThat(to.resolve("windows.arrow")).hasContent("old");
  }

  @Test
  void columnsThatAreNotKnownAreNotLeftOut() {
    Runs.Committed later = new Runs.Committed(folder.resolve("later").toString(), run.manifest());
    SPARK
        .sql("SELECT 'a' AS doc_id, 0 AS window, 1 AS mood")
        .write()
        .parquet(later.table("windows"));

    assertThatThrownBy(
            () ->
                export(folder.resolve("unknown"), ArrowCompression.NONE)
                    .export(later, RunTable.WINDOWS))
        .hasMessageContaining("columns that are not known here: mood")
        .hasMessageContaining(run.manifest().version());
  }

  private static ArrowExport export(Path to, ArrowCompression compression) {
    return new ArrowExport(SPARK, to.toString(), compression);
  }

  private static List<Row> parquet(RunTable table) {
    String[] keys = table.keys().toArray(String[]::new);
    return SPARK
        .read()
        .parquet(run.table(table.toString()))
        .sort(keys[0], Arrays.copyOfRange(keys, 1, keys.length))
        .collectAsList();
  }

  private static List<List<Object>> values(List<Row> rows) {
    List<List<Object>> all = new ArrayList<>();
    for (Row row : rows) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        Object value = row.get(i);
        values.add(
            value instanceof scala.collection.Seq<?> list
                ? CollectionConverters.asJava(list)
                : value);
      }
      all.add(values);
    }
    return all;
  }

  private static List<List<Object>> values(Path file) throws IOException {
    List<List<Object>> all = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        ArrowFileReader reader = open(file, allocator)) {
      while (reader.loadNextBatch()) {
        VectorSchemaRoot batch = reader.getVectorSchemaRoot();
        for (int row = 0; row < batch.getRowCount(); row++) {
          List<Object> values = new ArrayList<>();
          for (FieldVector vector : batch.getFieldVectors()) {
            Object value = vector.getObject(row);
            values.add(
                value instanceof org.apache.arrow.vector.util.Text ? value.toString() : value);
          }
          all.add(values);
        }
      }
    }
    return all;
  }

  private static List<Integer> batches(Path file) throws IOException {
    List<Integer> rows = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        ArrowFileReader reader = open(file, allocator)) {
      while (reader.loadNextBatch()) {
        rows.add(reader.getVectorSchemaRoot().getRowCount());
      }
    }
    return rows;
  }

  private static Schema schema(Path file) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        ArrowFileReader reader = open(file, allocator)) {
      return reader.getVectorSchemaRoot().getSchema();
    }
  }

  private static ArrowFileReader open(Path file, BufferAllocator allocator) throws IOException {
    return new ArrowFileReader(
        new FileInputStream(file.toFile()).getChannel(),
        allocator,
        CompressionCodec.Factory.INSTANCE);
  }

  /** What is in a folder, but for the checksums that Hadoop writes beside files. */
  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  private static String bases(int count) {
    StringBuilder bases = new StringBuilder(count);
    new Random(count).ints(count, 0, 4).forEach(i -> bases.append("ACGT".charAt(i)));
    return bases.toString();
  }
}
