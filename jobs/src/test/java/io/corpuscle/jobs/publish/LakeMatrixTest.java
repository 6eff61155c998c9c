package io.corpuscle.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.AnalyzeJob;
import io.corpuscle.jobs.run.ContentHash;
import io.corpuscle.jobs.run.RunTable;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.LocalSpark;
import io.corpuscle.jobs.stores.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Documents from files and tables, to tables of every format, on a disk, HDFS and S3: the rows are
 * the same everywhere, and once.
 */
class LakeMatrixTest {
  private static final List<RunTable> HAS = List.of(RunTable.WINDOWS, RunTable.DOCUMENTS);
  private static final Map<String, String> TEXTS =
      new TreeMap<>(
          Map.of(
              "a", "ACGT".repeat(400),
              "b", "CCGA".repeat(150),
              "c", "GATTACA".repeat(90),
              "d", ""));

  @TempDir private static Path folder;
  private static Path model;
  private static String right;

  private enum From {
    FILES,
    PARQUET,
    ICEBERG,
    DELTA
  }

  private enum Place {
    DISK,
    HDFS,
    S3
  }

  static Stream<Arguments> all() {
    return Stream.of(From.values())
        .flatMap(
            from ->
                Stream.of(TableFormat.values())
                    .flatMap(
                        to ->
                            Stream.of(Place.values()).map(place -> Arguments.of(from, to, place))));
  }

  /** Every pair of those. */
  static Stream<Arguments> pairs() {
    return all()
        .filter(
            of ->
                Stream.of(of.get()).mapToInt(value -> ((Enum<?>) value).ordinal()).sum() % 3 == 0);
  }

  @BeforeAll
  static void readFilesOnADisk() throws IOException {
    model = TinyModels.dna(folder.resolve("model"), 5);
    Files.writeString(folder.resolve("job.yaml"), "{windowTokens: 256, kernels: vector}");
    String root = folder.resolve("right").toString();
    SparkSession spark = LocalSpark.session();
    right = analyze(spark, root, from(spark, From.FILES, root)).manifest().contentHash();
  }

  @Tag("full")
  @ParameterizedTest
  @MethodSource("all")
  void everywhereFromEverywhere(From from, TableFormat to, Place place) throws IOException {
    rowsAreTheSameAndOnce(from, to, place);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void rowsAreTheSameAndOnce(From from, TableFormat to, Place place) throws IOException {
    String root = root(place);
    SparkSession spark = LocalSpark.lake("lake", root + "/warehouse");
    List<String> source = from(spark, from, root);
    Destination destination =
        new Destination(
            to, to == TableFormat.ICEBERG ? "lake.results" : root + "/results", Optional.empty());
    LakeTables tables = LakeTables.at(destination, spark);

    List<String> published = new ArrayList<>(source);
    published.add("publish.format=" + to);
    published.add("publish.to=" + destination.to());
    Runs.Committed run = analyze(spark, root, published);

    assertThat(run.manifest().contentHash()).isEqualTo(right);
    assertThat(hash(tables)).isEqualTo(right);

    // Once more, by a driver that dies when it has written one table of them.
    Publication whole = Publication.to(tables, spark, root + "/out");
    Publication broken = Publication.to(new BreakingTables(tables, 1), spark, root + "/out");
    assertThatThrownBy(() -> broken.publish(run, HAS, Arrival.INSTEAD))
        .isInstanceOf(BreakingTables.Broken.class);
    whole.publish(run, HAS, Arrival.INSTEAD);

    assertThat(hash(tables)).isEqualTo(right);
    assertThat(tables.published("documents").orElseThrow().count()).isEqualTo(TEXTS.size());
    assertThat(whole.published()).containsExactly(run.manifest().run());
  }

  private static String root(Place place) throws IOException {
    String name = UUID.randomUUID().toString();
    if (place == Place.DISK) {
      return Files.createDirectory(folder.resolve(name)).toUri().toString().replaceFirst("/$", "");
    }
    Store store = Store.valueOf(place.name());
    store.addTo(LocalSpark.session().sparkContext().hadoopConfiguration());
    return store.root() + "/" + name;
  }

  /** Puts the documents somewhere; what a configuration says of that. */
  private static List<String> from(SparkSession spark, From from, String root) throws IOException {
    String table = root + "/texts";
    switch (from) {
      case FILES -> {
        writeFiles(root + "/corpus");
        return List.of("input=" + root + "/corpus", "format=text");
      }
      case PARQUET -> rows(spark).write().parquet(table);
      case DELTA -> rows(spark).write().format("delta").save(table);
      case ICEBERG -> {
        try {
          rows(spark).writeTo("lake.sources.texts").using("iceberg").create();
        } catch (Exception e) { // Spark throws checked ones that it does not declare
          throw new IllegalStateException(e);
        }
        return List.of("source.table=lake.sources.texts");
      }
    }
    return List.of("source.format=" + from.name().toLowerCase(Locale.ROOT), "source.path=" + table);
  }

  private static void writeFiles(String corpus) throws IOException {
    Configuration hadoop = LocalSpark.session().sparkContext().hadoopConfiguration();
    for (Map.Entry<String, String> text : TEXTS.entrySet()) {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(corpus, text.getKey());
      FileSystem files = path.getFileSystem(hadoop);
      try (FSDataOutputStream out = files.create(path)) {
        out.write(text.getValue().getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  private static Dataset<Row> rows(SparkSession spark) {
    List<Row> rows =
        TEXTS.entrySet().stream()
            .map(text -> RowFactory.create(text.getKey(), text.getValue()))
            .toList();
    return spark.createDataFrame(
        rows, new StructType().add("id", DataTypes.StringType).add("text", DataTypes.StringType));
  }

  private static Runs.Committed analyze(SparkSession spark, String root, List<String> settings) {
    List<String> all = new ArrayList<>(settings);
    all.add("output=" + root + "/out");
    all.add("model=" + model);
    return AnalyzeJob.run(spark, AnalyzeConfig.read(folder.resolve("job.yaml"), all));
  }

  private static String hash(LakeTables tables) {
    return ContentHash.of(HAS, table -> tables.published(table.toString()).orElseThrow());
  }
}
