package io.corpuscle.jobs.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.AnalyzeJob;
import io.corpuscle.jobs.faults.Lake;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A lake in a store: model, documents, journal, states and results. */
class StoresTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir private java.nio.file.Path folder;
  private Lake lake;
  private final Configuration hadoop = SPARK.sparkContext().hadoopConfiguration();

  @BeforeEach
  void writeALake() {
    lake = Lake.in(folder);
  }

  @ParameterizedTest
  @EnumSource
  void whereALakeIsChangesNoBit(Store store) throws IOException {
    StoredLake stored = StoredLake.copy(lake, store, hadoop);

    assertThat(run(stored, "mode=append").manifest().contentHash()).isEqualTo(lake.undisturbed());
    assertThat(run(stored, "mode=overwrite").manifest().contentHash())
        .isEqualTo(lake.undisturbed());

    assertThat(left(stored)).singleElement().asString().startsWith("run=");
  }

  @Test
  void aNightOnS3ThatGoesOnFromTheOneBefore() throws IOException {
    aNightThatGoesOnFromTheOneBefore(Store.S3);
  }

  @Tag("full")
  @ParameterizedTest
  @EnumSource
  void aNightThatGoesOnFromTheOneBefore(Store store) throws IOException {
    StoredLake stored = StoredLake.copy(lake, store, hadoop);
    run(stored, "mode=incremental", "states.tokens=10000");
    Files.writeString(
        lake.corpus().resolve("middling.txt"), "ACGT".repeat(3_000), StandardOpenOption.APPEND);
    Files.delete(lake.corpus().resolve("short/00.txt"));
    stored.update("middling.txt");
    stored.remove("short/00.txt");

    Runs.Committed second = run(stored, "mode=incremental", "states.tokens=10000");

    assertThat(second.manifest().contentHash()).isEqualTo(lake.undisturbed());
    assertThat(second.manifest().changes()).containsEntry("grown", 1L).containsEntry("gone", 1L);
    assertThat(left(stored))
        .filteredOn(name -> !name.startsWith("run="))
        .containsExactly("_states");
  }

  private static Runs.Committed run(StoredLake stored, String... overrides) {
    List<String> all = Stream.concat(stored.overrides().stream(), Stream.of(overrides)).toList();
    return AnalyzeJob.run(SPARK, AnalyzeConfig.read(stored.lake().config(), all));
  }

  private List<String> left(StoredLake stored) throws IOException {
    Path output = new Path(stored.output());
    FileSystem files = output.getFileSystem(hadoop);
    return Stream.of(files.listStatus(output))
        .map(FileStatus::getPath)
        .map(Path::getName)
        .filter(name -> !name.equals(Lake.HISTORY))
        .toList();
  }
}
