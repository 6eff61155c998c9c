package io.corpuscle.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.checkpoint.CheckpointException;
import io.corpuscle.jobs.memory.MemoryException;
import io.corpuscle.jobs.run.RunManifest;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.LocalSpark;
import io.corpuscle.jobs.source.MeasuredSpeeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzeJobTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final int WINDOW = 100;
  private static final int LONG = 1_250;
  private static final int SHORT = 130;

  @TempDir private static Path folder;

  @BeforeAll
  static void writeACorpusWithABadDocument() throws IOException {
    TinyModels.dna(folder.resolve("tiny"), 5);
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    Files.writeString(corpus.resolve("long.txt"), bases(LONG, 1));
    Files.writeString(
        corpus.resolve("two.fa"), ">a\n" + bases(SHORT, 2) + "\n>b\n" + bases(SHORT, 3) + "\n");
    Files.write(corpus.resolve("bad.txt"), "ACGT\u00e9".getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void aRunHoldsBothTablesAndAManifestThatCountsThem() throws IOException {
    Runs.Committed run = analyze("both", "mode=append");

    Dataset<Row> documents = SPARK.read().parquet(run.table("documents"));
    Dataset<Row> windows = SPARK.read().parquet(run.table("windows"));
    assertThat(documents.select("doc_id").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("bad.txt", "long.txt", "two.fa#a", "two.fa#b");
    assertThat(windows.count()).isEqualTo(13 + 2 + 2);
    assertThat(run.manifest().counts())
        .isEqualTo(new RunManifest.Counts(4, 1, 13 + 2 + 2, LONG + 2 * SHORT, LONG + 2 * SHORT));
    assertThat(run.manifest().models()).containsOnlyKeys(folder.resolve("tiny").toString());
    assertThat(AnalyzeConfig.of(run.manifest().config()).windowTokens()).isEqualTo(WINDOW);
    assertThat(run.manifest().contentHash()).matches("[0-9a-f]{64}");
  }

  @Test
  void aBadDocumentFailsAloneAndSaysWhy() throws IOException {
    Runs.Committed run = analyze("bad");

    List<Row> rows =
        SPARK
            .read()
            .parquet(run.table("documents"))
            .select("doc_id", "status", "error_code", "error_message")
            .collectAsList();
    assertThat(rows).filteredOn(row -> row.getString(1).equals("ok")).hasSize(3);
    assertThat(rows)
        .filteredOn(row -> row.getString(1).equals("failed"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.getString(0)).isEqualTo("bad.txt");
              assertThat(row.getString(2)).isEqualTo("INVALID_UTF8");
              assertThat(row.getString(3)).isNotBlank();
            });
  }

  @Test
  void windowsAreSortedAndTheirVectorsHaveNoDictionary() throws IOException {
    Runs.Committed run = analyze("parquet");

    List<String> keys = new ArrayList<>();
    List<ColumnChunkMetaData> vectors = new ArrayList<>();
    for (Path file : parquet(run.table("windows"))) {
      for (Row row :
          SPARK.read().parquet(file.toString()).select("doc_id", "window").collectAsList()) {
        keys.add("%s %04d".formatted(row.getString(0), row.getInt(1)));
      }
      for (ColumnChunkMetaData column : columns(file)) {
        assertThat(column.getCodec()).isEqualTo(CompressionCodecName.ZSTD);
        if (column.getPath().toDotString().startsWith("embedding")) {
          vectors.add(column);
        }
      }
    }
    assertThat(keys).isSorted().hasSize(17);
    assertThat(vectors)
        .isNotEmpty()
        .allSatisfy(
            column ->
                assertThat(column.getEncodings())
                    .doesNotContain(Encoding.RLE_DICTIONARY, Encoding.PLAIN_DICTIONARY));
  }

  @Test
  void theContentHashDependsOnTheContentAndNotOnTheTasks() throws IOException {
    String oneTask = analyze("tasks", "partitions=1").manifest().contentHash();
    String eightTasks = analyze("tasks", "partitions=8").manifest().contentHash();
    String otherWindows = analyze("tasks", "windowTokens=90").manifest().contentHash();

    assertThat(eightTasks).isEqualTo(oneTask);
    assertThat(otherWindows).isNotEqualTo(oneTask);
  }

  @Test
  void theSpeedOfARunIsKnownToThoseThatReadWithTheSameModel() throws IOException {
    Path corpus = Files.createDirectories(folder.resolve("enough"));
    Files.writeString(corpus.resolve("a.txt"), bases(50_000, 4));
    Runs.Committed run =
        analyze("speeds", "precision=float32", "embeddings=false", "input=" + corpus);
    String model = folder.resolve("tiny").toString();

    assertThat(run.manifest().speeds()).containsOnlyKeys(model);
    assertThat(run.manifest().speeds().get(model)).isPositive();
    assertThat(speeds(run, "precision=float32").tokensPerSecond())
        .isEqualTo(run.manifest().speeds());
    assertThat(speeds(run, "precision=int8").tokensPerSecond()).isEmpty();
    assertThat(speeds(run, "precision=float32", "kernels=reference").tokensPerSecond()).isEmpty();
    Path other = TinyModels.dna(folder.resolve("other"), 6);
    assertThat(speeds(run, "precision=float32", "model=" + other).tokensPerSecond()).isEmpty();
  }

  @Test
  void aRunTooShortForASpeedTellsNone() throws IOException {
    assertThat(analyze("short").manifest().speeds()).isEmpty();
  }

  private static MeasuredSpeeds speeds(Runs.Committed run, String... settings) throws IOException {
    return ModelsInUse.open(new Configuration(), config(folder, "speeds", settings))
        .speeds(List.of(run));
  }

  @Test
  void withoutEmbeddingsThereIsNoColumnForThem() throws IOException {
    Runs.Committed run = analyze("plain", "embeddings=false");

    assertThat(SPARK.read().parquet(run.table("windows")).columns())
        .contains("bits_per_byte")
        .doesNotContain("embedding");
  }

  @Test
  void appendKeepsEarlierRunsAndOverwriteRemovesThem() throws IOException {
    Runs runs = Runs.in(new Configuration(), folder.resolve("modes").toString());
    analyze("modes");
    analyze("modes");
    assertThat(runs.committed()).hasSize(2);

    Runs.Committed last = analyze("modes", "mode=overwrite");

    assertThat(runs.committed()).containsExactly(last);
    try (Stream<Path> left = Files.list(folder.resolve("modes"))) {
      assertThat(left.filter(path -> !path.endsWith("runs"))).hasSize(1);
    }
  }

  @Test
  void aRunThatCannotBeReadLeavesEarlierOnesAlone() throws IOException {
    Runs.Committed earlier = analyze("kept");
    Path empty = Files.createDirectories(folder.resolve("empty"));

    assertThatThrownBy(() -> analyze("kept", "mode=overwrite", "input=" + empty))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holds no documents");
    assertThatThrownBy(() -> analyze("kept", "mode=overwrite", "model=" + empty))
        .hasMessageContaining("There is no model");

    assertThat(Runs.in(new Configuration(), folder.resolve("kept").toString()).committed())
        .containsExactly(earlier);
    try (Stream<Path> left = Files.list(folder.resolve("kept"))) {
      assertThat(left.filter(path -> !path.endsWith("runs"))).hasSize(1);
    }
  }

  @Test
  void aDamagedModelFailsBeforeAnythingIsWritten() throws IOException {
    Path model = TinyModels.dna(folder.resolve("damaged"), 5);
    Path description = model.resolve("config.json");
    Files.writeString(
        description,
        Files.readString(description)
            .replace("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 1"));

    assertThatThrownBy(() -> analyze("damaged-out", "model=" + model))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("k_proj.bias' is [16] but config.json implies [8]");

    assertThat(folder.resolve("damaged-out")).doesNotExist();
  }

  @Test
  void whatHasNoRoomInMemoryFailsBeforeAnythingIsWritten() {
    assertThatThrownBy(() -> analyze("huge", "documentsTogether=2000000000"))
        .isInstanceOf(MemoryException.class)
        .hasMessageContaining("The way out: documentsTogether=");

    assertThat(folder.resolve("huge")).doesNotExist();
  }

  private static Runs.Committed analyze(String output, String... more) throws IOException {
    return AnalyzeJob.run(SPARK, config(folder, output, more));
  }

  private static AnalyzeConfig config(Path folder, String output, String... more)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve(output + ".yaml"),
            """
            input: %s
            output: %s
            model: %s
            windowTokens: %d
            chunkTokens: 64
            """
                .formatted(
                    folder.resolve("corpus"),
                    folder.resolve(output),
                    folder.resolve("tiny"),
                    WINDOW));
    return AnalyzeConfig.read(file, List.of(more));
  }

  private static String bases(int count, long seed) {
    StringBuilder text = new StringBuilder();
    new Random(seed).ints(count, 0, 4).forEach(i -> text.append("ACGT".charAt(i)));
    return text.toString();
  }

  private static List<Path> parquet(String table) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(table.replaceFirst("^file:", "")))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  private static List<ColumnChunkMetaData> columns(Path file) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, new Configuration()))) {
      return reader.getFooter().getBlocks().stream()
          .flatMap(block -> block.getColumns().stream())
          .toList();
    }
  }
}
