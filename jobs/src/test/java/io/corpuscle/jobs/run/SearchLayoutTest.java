package io.corpuscle.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the footers of files, as Parquet's own reader has it. */
class SearchLayoutTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final int DOCUMENTS = 600;
  private static final int WINDOWS = 20;

  @TempDir private static Path folder;

  @BeforeAll
  static void writeWindowsInTwoRowGroups() {
    long count = DOCUMENTS * WINDOWS;
    ParquetTable.write(
        SPARK
            .range(count)
            .selectExpr(
                "format_string('statutes/%05d.txt', id div " + WINDOWS + ") AS doc_id",
                "int(id % " + WINDOWS + ") AS window",
                "transform(sequence(1, 1024), i -> float(hash(id, i))) AS embedding"),
        count,
        RunTable.WINDOWS.keys(),
        folder.resolve("windows").toString());
  }

  @Test
  void rowGroupsAreSmallEnoughToBeSkipped() throws IOException {
    try (ParquetFileReader file = open()) {
      assertThat(file.getRowGroups())
          .hasSize(2)
          .allSatisfy(group -> assertThat(group.getCompressedSize()).isLessThan(34 << 20));
    }
  }

  @Test
  void everyColumnIsInZstdAndHasAPageIndex() throws IOException {
    try (ParquetFileReader file = open()) {
      for (BlockMetaData group : file.getRowGroups()) {
        for (ColumnChunkMetaData column : group.getColumns()) {
          assertThat(column.getCodec()).isEqualTo(CompressionCodecName.ZSTD);
          assertThat(file.readOffsetIndex(column)).as("%s", column.getPath()).isNotNull();
          assertThat(file.readColumnIndex(column)).as("%s", column.getPath()).isNotNull();
        }
      }
    }
  }

  @Test
  void vectorsHaveNoDictionary() throws IOException {
    try (ParquetFileReader file = open()) {
      assertThat(columns(file, "embedding.list.element"))
          .hasSize(2)
          .allSatisfy(
              column ->
                  assertThat(column.getEncodings())
                      .doesNotContain(Encoding.RLE_DICTIONARY, Encoding.PLAIN_DICTIONARY));
    }
  }

  @Test
  void aBloomFilterKnowsTheDocumentsOfARowGroupAndIsAsLargeAsItHasToBe() throws IOException {
    try (ParquetFileReader file = open()) {
      List<BloomFilter> filters = new ArrayList<>();
      for (ColumnChunkMetaData column : columns(file, "doc_id")) {
        BloomFilter filter = file.readBloomFilter(column);
        filters.add(filter);

        assertThat(filter.getBitsetSize()).isLessThanOrEqualTo(1_024);
        assertThat(documents(filter, 0, DOCUMENTS)).isBetween(150L, 500L);
        assertThat(documents(filter, DOCUMENTS, 100 * DOCUMENTS))
            .as("false positives among 59,400 names that are in no file")
            .isLessThan(1_200);
      }
      assertThat(filters).hasSize(2);
      assertThat(known(filters)).isEqualTo(DOCUMENTS);
    }
  }

  @Test
  void aBloomFilterOfOneDocumentIsNotAMegabyte() throws IOException {
    Path few = folder.resolve("documents");
    ParquetTable.write(
        SPARK.sql("SELECT '" + docId(7) + "' AS doc_id"),
        1,
        RunTable.DOCUMENTS.keys(),
        few.toString());

    try (ParquetFileReader file = open(few)) {
      BloomFilter filter = file.readBloomFilter(columns(file, "doc_id").get(0));
      assertThat(filter.getBitsetSize()).isEqualTo(1_024);
      assertThat(documents(filter, 7, 8)).isOne();
    }
  }

  /** How many documents a filter of any row group knows. */
  private static long known(List<BloomFilter> filters) {
    return IntStream.range(0, DOCUMENTS)
        .filter(i -> filters.stream().anyMatch(filter -> mayHave(filter, i)))
        .count();
  }

  private static long documents(BloomFilter filter, int from, int to) {
    return IntStream.range(from, to).filter(i -> mayHave(filter, i)).count();
  }

  private static boolean mayHave(BloomFilter filter, int document) {
    byte[] name = docId(document).getBytes(StandardCharsets.UTF_8);
    return filter.findHash(filter.hash(Binary.fromConstantByteArray(name)));
  }

  private static String docId(int document) {
    return String.format(Locale.ROOT, "statutes/%05d.txt", document);
  }

  private static List<ColumnChunkMetaData> columns(ParquetFileReader file, String path) {
    return file.getRowGroups().stream()
        .flatMap(group -> group.getColumns().stream())
        .filter(column -> column.getPath().toDotString().equals(path))
        .toList();
  }

  private static ParquetFileReader open() throws IOException {
    return open(folder.resolve("windows"));
  }

  /** The only file of a table. */
  private static ParquetFileReader open(Path table) throws IOException {
    try (Stream<Path> files = Files.list(table)) {
      List<Path> parquet = files.filter(file -> file.toString().endsWith(".parquet")).toList();
      assertThat(parquet).hasSize(1);
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(parquet.get(0).toUri());
      return ParquetFileReader.open(HadoopInputFile.fromPath(path, new Configuration()));
    }
  }
}
