package io.corpuscle.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.AnalyzeJob;
import io.corpuscle.jobs.faults.Fault.What;
import io.corpuscle.jobs.faults.Fault.When;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver that is killed while it reads a table, and the same command again. */
class TableDriverFaultsTest {
  private static final int DOCUMENTS = 30;

  @TempDir private Path folder;

  @Test
  void rowsThatWereCopiedAgainElsewhereAreKnownByWhatTheySay() throws Exception {
    Lake lake = Lake.in(folder);
    Path table = folder.resolve("table");
    // In one file, the long one last: nobody comes by its end on the way to another.
    write(rows().coalesce(1), table);
    Path config = config(lake, "faulty://" + lake.output(), table);

    Fault killed = Fault.once(When.READ, "/_rows/rows-", What.KILL).atByte(3L * Lake.LONG / 4);
    try (DriverProcess driver =
        DriverProcess.start(
            lake, config, "local[2]", FaultyFileSystem.settings(List.of(killed), lake.marks()))) {
      assertThat(driver.hash()).isEmpty();
    }
    try (Stream<Path> segments = Files.list(lake.output().resolve("_journal"))) {
      assertThat(segments).isNotEmpty();
    }
    // The same rows, which will be copied in another order to other files.
    write(rows().orderBy("text").repartition(2), table);
    TimeUnit.SECONDS.sleep(4);

    try (DriverProcess driver =
        DriverProcess.start(
            lake, config, "local[2]", FaultyFileSystem.settings(List.of(), lake.marks()))) {
      Optional<String> hash = driver.hash();
      assertThat(hash).as(driver.log()).contains(undisturbed(lake, table));
    }
    Row resumed =
        LocalSpark.session()
            .read()
            .parquet(Runs.at(new Configuration(), lake.output().toString()).table("documents"))
            .where("doc_id = 'long'")
            .select("resumed_from_token")
            .first();
    assertThat(resumed.getLong(0)).isPositive();
    requireNothingIsLeft(lake);
  }

  @Tag("full")
  @Test
  void whatExecutorsCopiedThatWereKilledIsNotRead() throws Exception {
    Lake lake = Lake.in(folder);
    Path table = folder.resolve("table");
    write(rows().repartition(4), table);
    Path config = config(lake, "faulty://" + lake.output(), table);

    List<Fault> killed =
        List.of(
            Fault.once(When.WRITE, "/_rows/rows-", What.KILL).atByte(1_000),
            Fault.once(When.CLOSE, "/_rows/rows-", What.KILL));
    try (DriverProcess driver =
        DriverProcess.start(
            lake, config, DriverProcess.CLUSTER, FaultyFileSystem.settings(killed, lake.marks()))) {
      Optional<String> hash = driver.hash();
      assertThat(hash).as(driver.log()).contains(undisturbed(lake, table));
    }
    assertThat(lake.occurred()).isEqualTo(2);
    requireNothingIsLeft(lake);
  }

  private static void requireNothingIsLeft(Lake lake) throws IOException {
    assertThat(lake.left()).allSatisfy(name -> assertThat(name).startsWith("run="));
  }

  private static String undisturbed(Lake lake, Path table) throws IOException {
    Path config = config(lake, lake.folder().resolve("undisturbed").toString(), table);
    AnalyzeConfig quiet = AnalyzeConfig.read(config, List.of("journal.enabled=false"));
    return AnalyzeJob.run(LocalSpark.session(), quiet).manifest().contentHash();
  }

  private static Dataset<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      rows.add(RowFactory.create("short-" + i, Lake.bases(100 + 31 * i, i)));
    }
    rows.add(RowFactory.create("long", Lake.bases(Lake.LONG, 1)));
    StructType schema =
        new StructType().add("id", DataTypes.StringType).add("text", DataTypes.StringType);
    return LocalSpark.session().createDataFrame(rows, schema);
  }

  private static void write(Dataset<Row> rows, Path table) {
    rows.write().mode(SaveMode.Overwrite).parquet(table.toString());
  }

  private static Path config(Lake lake, String output, Path table) throws IOException {
    Path config = Files.createTempFile(lake.folder(), "table", ".yaml");
    return Files.writeString(
        config,
        """
        source:
          format: parquet
          path: %s
        output: %s
        model: %s
        kernels: vector
        windowTokens: 1000
        chunkTokens: 128
        partitions: 6
        journal: {tokens: %d}
        """
            .formatted(table, output, lake.folder().resolve("model"), Lake.INTERVAL));
  }
}
