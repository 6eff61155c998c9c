package io.corpuscle.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.jobs.faults.Fault.What;
import io.corpuscle.jobs.faults.Fault.When;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.DocumentFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Storage that fails, at each place where a run needs it. */
class StorageFaultsTest {
  @TempDir private Path folder;
  private Lake lake;
  private LocalRuns runs;

  @BeforeEach
  void writeALake() {
    lake = Lake.in(folder);
    runs = new LocalRuns(lake);
  }

  /** Whatever went wrong before it, the command ends well in the end and leaves one run. */
  @AfterEach
  void theCommandCanBeRepeated() throws IOException, InterruptedException {
    if (runs.left().stream().noneMatch(name -> name.startsWith("run="))) {
      runs.run(List.of());
    }
    if (runs.left().size() > 1) {
      // A task that outlived its job has written behind the clearing up: the next run sees to it.
      TimeUnit.SECONDS.sleep(LocalRuns.DEAD_AFTER_SECONDS + 1);
      runs.run(List.of(), "mode=overwrite");
    }
    assertThat(runs.left()).hasSize(1).allMatch(name -> name.startsWith("run="));
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE, FAIL, 0",
    "WRITE, FAIL, 0",
    "WRITE, FAIL, 5000",
    "WRITE, FULL, 100",
    "CLOSE, FAIL, 0",
    "CREATE, FAIL_AFTER, 0",
    "DELETE, FAIL, 0"
  })
  void aJournalThatCannotBeWrittenCostsNoRow(When when, What what, long at) {
    Fault fault = Fault.once(when, "_journal/", what).atByte(at).times(Fault.ALWAYS);

    Runs.Committed run = runs.run(List.of(fault));

    assertThat(run.manifest().contentHash()).isEqualTo(lake.undisturbed());
    runs.run(List.of(), "mode=overwrite"); // and cleans what the faults kept from being removed
  }

  @Test
  void aJournalThatFailsNowAndThenIsWrittenInBetween() throws IOException {
    Files.delete(lake.corpus().resolve("poison.txt"));
    Fault now = Fault.once(When.WRITE, "_journal/", What.FAIL).atByte(2_000).times(5);
    Fault unreadable =
        Fault.once(When.READ, "long.txt", What.FAIL).atByte(Lake.LONG - 9).times(Fault.ALWAYS);
    assertThatThrownBy(() -> runs.run(List.of(now, unreadable), "onError=fail"))
        .isInstanceOf(DocumentFailedException.class);

    Runs.Committed run = runs.run(List.of());

    assertThat(run.manifest().contentHash()).isEqualTo(lake.undisturbed());
  }

  @Test
  void aJournalThatCannotBeReadCostsTime() throws IOException {
    Files.delete(lake.corpus().resolve("poison.txt"));
    Fault unreadable =
        Fault.once(When.READ, "long.txt", What.FAIL).atByte(Lake.LONG / 2).times(Fault.ALWAYS);
    assertThatThrownBy(() -> runs.run(List.of(unreadable), "onError=fail"))
        .isInstanceOf(DocumentFailedException.class);
    assertThat(runs.journal()).isNotEmpty();
    Fault silent = Fault.once(When.READ, "_journal/", What.FAIL).times(Fault.ALWAYS);

    Runs.Committed run = runs.run(List.of(silent));

    assertThat(run.manifest().contentHash()).isEqualTo(lake.undisturbed());
    assertThat(runs.resumedFrom(run, "long.txt")).isZero();
  }

  @Test
  void slowStorageIsWaitedFor() {
    Fault slow = Fault.once(When.WRITE, "_journal/", What.SLOW).times(Fault.ALWAYS);

    assertThat(runs.run(List.of(slow)).manifest().contentHash()).isEqualTo(lake.undisturbed());
  }

  @Test
  void aReadThatFailsOnceIsRepeated() {
    Fault once = Fault.once(When.READ, "long.txt", What.FAIL).atByte(Lake.LONG / 3);

    assertThat(runs.run(List.of(once)).manifest().contentHash()).isEqualTo(lake.undisturbed());
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE, FAIL, /_staged/",
    "WRITE, FULL, /_staged/",
    "CLOSE, FAIL, /_staged/",
    "BEFORE_RENAME, FAIL, /_staged/",
    "BEFORE_RENAME, FAIL_AFTER, /_staged/",
    "WRITE, FULL, /windows/",
    "CREATE, FULL, manifest.json",
    "CLOSE, FAIL, manifest.json",
    "BEFORE_RENAME, FAIL, /_unfinished-[^/]+/tables$",
    "BEFORE_RENAME, FAIL_AFTER, /_unfinished-[^/]+/tables$",
    "BEFORE_RENAME, FAIL, _manifest.json",
    "BEFORE_RENAME, FAIL_AFTER, _manifest.json"
  })
  void aRunThatCannotBeWrittenIsNotThereAndItsReadingIsNotLost(When when, What what, String path)
      throws IOException {
    assertThatThrownBy(() -> runs.run(List.of(Fault.once(when, path, what))))
        .isInstanceOf(Exception.class);
    assertThat(runs.left()).noneMatch(name -> name.startsWith("run="));

    Runs.Committed run = runs.run(List.of());

    assertThat(run.manifest().contentHash()).isEqualTo(lake.undisturbed());
  }
}
