package io.corpuscle.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.TinyModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.util.ArrowUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A model, documents that can be read and some that cannot, and a Spark to read them with. */
abstract class ScanFixture {
  static final int WINDOW = 100;
  static final SparkSession SPARK = LocalSpark.session();

  static Path model;
  static Path good;
  static Path faulty;

  @BeforeAll
  static void write(@TempDir Path folder) throws IOException {
    model = TinyModels.dna(folder.resolve("tiny"), 5);
    good = Genomes.write(folder.resolve("good"));
    faulty = Genomes.writeWithFaults(folder.resolve("faulty"));
  }

  @AfterEach
  void allArrowMemoryIsGivenBack() {
    assertThat(ArrowUtils.rootAllocator().getAllocatedMemory()).isZero();
    assertThat(ArrowUtils.rootAllocator().getChildAllocators()).isEmpty();
  }

  /** Few tasks, for each costs more than the documents here. */
  static DataFrameReader read(String table) {
    return scan(table).option("partitions", 3);
  }

  static DataFrameReader scan(String table) {
    return SPARK
        .read()
        .format("corpuscle")
        .option("table", table)
        .option("model", model.toString())
        .option("windowTokens", WINDOW)
        .option("chunkTokens", 128);
  }

  static String plan(Dataset<Row> rows) {
    return rows.queryExecution()
        .explainString(org.apache.spark.sql.execution.ExplainMode.fromString("simple"));
  }

  static Row row(List<Row> rows, String docId) {
    return rows.stream().filter(row -> row.getAs("doc_id").equals(docId)).findFirst().orElseThrow();
  }
}
