package io.corpuscle.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.stores.Store;
import io.corpuscle.jobs.stores.StoredLake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A driver that dies while its lake is in a store, and the same command again. */
class StoreFaultsTest {
  private static final String LOCAL = "local[2]";

  @TempDir private Path folder;
  private Lake lake;
  private final Configuration hadoop = new Configuration();

  @BeforeEach
  void writeALake() {
    lake = Lake.in(folder);
  }

  @ParameterizedTest
  @EnumSource
  void aDriverKilledWhileItReads(Store store) throws Exception {
    StoredLake stored = StoredLake.copy(lake, store, hadoop);
    try (DriverProcess driver = start(stored, store.settings())) {
      awaitSegments(driver, stored);
      driver.kill();
      assertThat(driver.hash()).isEmpty();
    }

    assertThat(again(stored, store)).isEqualTo(lake.undisturbed());
    assertThat(left(stored)).singleElement().asString().startsWith("run=");
  }

  /**
   * On S3 nothing of a commit is one act but the manifest. Before it there is no run, after it
   * there is one; what lies about is removed.
   */
  @Test
  void aDriverThatDiesBeforeTheManifest() throws Exception {
    aDriverThatDiesInTheMiddleOfACommit("rename .*/_manifest.json", 0);
  }

  @Tag("full")
  @ParameterizedTest
  @CsvSource({
    "rename .*/windows/_temporary/, 0",
    "rename .*/_manifest.json, 0",
    "delete .*/_unfinished-[^/]+$, 1"
  })
  void aDriverThatDiesInTheMiddleOfACommit(String when, int runs) throws Exception {
    StoredLake stored = StoredLake.copy(lake, Store.S3, hadoop);
    Map<String, String> settings = new HashMap<>(Store.S3.settings());
    settings.put("fs.s3a.impl", MortalS3AFileSystem.class.getName());
    settings.put(MortalS3AFileSystem.WHEN, when);
    try (DriverProcess driver = start(stored, settings)) {
      assertThat(driver.hash()).as(driver.log()).isEmpty();
      assertThat(driver.exitCode()).as(driver.log()).isEqualTo(137);
    }
    assertThat(Runs.in(hadoop, stored.output()).committed()).hasSize(runs);

    assertThat(again(stored, Store.S3)).isEqualTo(lake.undisturbed());
    assertThat(Runs.in(hadoop, stored.output()).committed())
        .hasSize(runs + 1)
        .allSatisfy(run -> assertThat(run.manifest().contentHash()).isEqualTo(lake.undisturbed()));
    assertThat(left(stored)).hasSize(runs + 1).allSatisfy(n -> assertThat(n).startsWith("run="));
  }

  private DriverProcess start(StoredLake stored, Map<String, String> settings) throws IOException {
    return DriverProcess.start(
        lake, lake.config(), LOCAL, settings, stored.overrides().toArray(String[]::new));
  }

  /** The same command, once the dead run counts as dead. */
  private String again(StoredLake stored, Store store) throws Exception {
    TimeUnit.SECONDS.sleep(4);
    try (DriverProcess driver = start(stored, store.settings())) {
      Optional<String> hash = driver.hash();
      assertThat(hash).as(driver.log()).isPresent();
      return hash.get();
    }
  }

  private void awaitSegments(DriverProcess driver, StoredLake stored) throws Exception {
    org.apache.hadoop.fs.Path journal = new org.apache.hadoop.fs.Path(stored.output(), "_journal");
    FileSystem files = journal.getFileSystem(hadoop);
    while (driver.alive() && !(files.exists(journal) && files.listStatus(journal).length > 2)) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private List<String> left(StoredLake stored) throws IOException {
    org.apache.hadoop.fs.Path output = new org.apache.hadoop.fs.Path(stored.output());
    FileStatus[] left = output.getFileSystem(hadoop).listStatus(output);
    return Stream.of(left)
        .map(status -> status.getPath().getName())
        .filter(name -> !name.equals(Lake.HISTORY))
        .toList();
  }
}
