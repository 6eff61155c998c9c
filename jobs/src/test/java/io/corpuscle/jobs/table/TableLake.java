package io.corpuscle.jobs.table;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.AnalyzeJob;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.LocalSpark;
import io.delta.sql.DeltaSparkSessionExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A folder with a tiny model, and a session that knows Iceberg and Delta. */
final class TableLake {
  private static final StructType CONTRACTS =
      new StructType()
          .add("contract_id", DataTypes.StringType)
          .add("body", DataTypes.StringType)
          .add("jurisdiction", DataTypes.StringType)
          .add("year", DataTypes.IntegerType);

  private final Path folder;
  private final SparkSession spark;
  private int outputs;

  TableLake(Path folder) throws IOException {
    this.folder = folder;
    this.spark = session(folder.resolve("warehouse"));
    TinyModels.dna(folder.resolve("model"), 5);
  }

  /** On the Spark of all tests, with extensions that the others go without. */
  private static SparkSession session(Path warehouse) {
    SparkSession others = LocalSpark.session();
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    try {
      SparkSession spark =
          SparkSession.builder()
              .withExtensions(
                  extensions -> {
                    new DeltaSparkSessionExtension().apply(extensions);
                    new IcebergSparkSessionExtensions().apply(extensions);
                    return scala.runtime.BoxedUnit.UNIT;
                  })
              .getOrCreate();
      spark.conf().set("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog");
      spark.conf().set("spark.sql.catalog.lake.type", "hadoop");
      spark.conf().set("spark.sql.catalog.lake.warehouse", warehouse.toString());
      spark
          .conf()
          .set(
              "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
      spark.conf().set("spark.sql.shuffle.partitions", "2");
      return spark;
    } finally {
      SparkSession.setActiveSession(others);
      SparkSession.setDefaultSession(others);
    }
  }

  SparkSession spark() {
    return spark;
  }

  Path folder() {
    return folder;
  }

  Path model() {
    return folder.resolve("model");
  }

  /** A contract: its id, jurisdiction and year, and a text that is always the same of its size. */
  static Row contract(String id, String jurisdiction, int year, int bases) {
    return RowFactory.create(id, bases(bases), jurisdiction, year);
  }

  static List<Row> contracts() {
    return List.of(
        contract("c1", "FR", 2019, 1_700),
        contract("c2", "FR", 2021, 800),
        contract("c3", "DE", 2021, 2_500),
        contract("c4", "DE", 2022, 90),
        contract("c5", "FR", 2022, 640),
        contract("c6", "IT", 2022, 0));
  }

  Dataset<Row> rows(List<Row> contracts) {
    return spark.createDataFrame(contracts, CONTRACTS);
  }

  /** The texts of contracts as files, named by their ids. */
  Path files(List<Row> contracts) throws IOException {
    Path files = Files.createDirectories(folder.resolve("files-" + outputs++));
    for (Row contract : contracts) {
      Files.writeString(files.resolve(contract.getString(0)), contract.getString(1));
    }
    return files;
  }

  static String bases(int count) {
    StringBuilder text = new StringBuilder();
    new Random(count).ints(count, 0, 4).forEach(i -> text.append("ACGT".charAt(i)));
    return text.toString();
  }

  /** A configuration of a source, or of input files. */
  AnalyzeConfig config(String... settings) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("job.yaml"),
            """
            output: %s
            model: %s
            kernels: vector
            windowTokens: 500
            chunkTokens: 256
            partitions: 3
            states: {tokens: 500}
            """
                .formatted(folder.resolve("out-" + outputs++), model()));
    return AnalyzeConfig.read(file, List.of(settings));
  }

  /** A configuration of contracts. */
  AnalyzeConfig contracts(String... settings) throws IOException {
    List<String> all = new ArrayList<>(List.of("source.id=contract_id", "source.text=body"));
    all.addAll(List.of(settings));
    return config(all.toArray(String[]::new));
  }

  Runs.Committed run(AnalyzeConfig config) {
    return AnalyzeJob.run(spark, config);
  }

  Dataset<Row> documents(Runs.Committed run) {
    return spark.read().parquet(run.table("documents"));
  }

  /** A column of {@code documents} by {@code doc_id}, without what is null. */
  Map<String, String> column(Runs.Committed run, String name) {
    Map<String, String> byDocument = new TreeMap<>();
    documents(run).select("doc_id", name).collectAsList().stream()
        .filter(row -> !row.isNullAt(1))
        .forEach(row -> byDocument.put(row.getString(0), String.valueOf(row.get(1))));
    return byDocument;
  }
}
