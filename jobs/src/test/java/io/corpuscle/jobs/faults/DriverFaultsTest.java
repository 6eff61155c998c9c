package io.corpuscle.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.faults.Fault.What;
import io.corpuscle.jobs.faults.Fault.When;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver that is killed or told to end, and the same command again. */
class DriverFaultsTest {
  private static final String LOCAL = "local[2]";
  private static final long AT = 3 * Lake.LONG / 4;

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void writeALake() {
    lake = Lake.in(folder);
  }

  /** The same command over and over; each time it comes one step further than the time before. */
  @Test
  void aDriverKilledWhileItReadsAndBeforeDuringAndAfterTheCommit() throws Exception {
    List<Fault> steps =
        List.of(
            Fault.once(When.READ, "long.txt", What.KILL).atByte(AT),
            Fault.once(When.BEFORE_RENAME, "/_unfinished-[^/]+/tables$", What.KILL),
            Fault.once(When.AFTER_RENAME, "/_unfinished-[^/]+/tables$", What.KILL),
            Fault.once(When.DELETE, "_journal", What.KILL));
    for (int step = 0; step < steps.size(); step++) {
      assertThat(committed()).isEmpty();
      assertThat(run(steps)).isEmpty();
      assertThat(lake.occurred()).isEqualTo(step + 1);
    }
    assertThat(committed())
        .singleElement()
        .satisfies(run -> assertThat(run.manifest().contentHash()).isEqualTo(lake.undisturbed()));
    assertThat(resumedFrom("long.txt")).isGreaterThan(AT - 3L * Lake.INTERVAL);

    assertThat(again()).isEqualTo(lake.undisturbed());
    assertThat(committed()).hasSize(2);
  }

  @Test
  void aDriverThatIsToldToEndWritesHowFarItIs() throws Exception {
    Fault read = Fault.once(When.READ, "long.txt", What.SLOW).atByte(Lake.LONG / 2);
    try (DriverProcess driver =
        DriverProcess.start(
            lake, LOCAL, List.of(read), "journal.tokens=1000000", "journal.seconds=600")) {
      // Nothing is due to be written by itself when half of it has been taken in.
      while (driver.alive() && !Files.exists(lake.marks().resolve("fault-0-0"))) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      driver.terminate();
      assertThat(driver.exitCode()).as(driver.log()).isEqualTo(143);
    }
    try (Stream<Path> segments = Files.list(lake.output().resolve("_journal"))) {
      assertThat(segments).isNotEmpty();
    }

    assertThat(again()).isEqualTo(lake.undisturbed());
    assertThat(resumedFrom("long.txt")).isPositive();
  }

  private Optional<String> run(List<Fault> faults) throws IOException, InterruptedException {
    try (DriverProcess driver = DriverProcess.start(lake, LOCAL, faults)) {
      return driver.hash();
    }
  }

  /** The same command, once the dead run counts as dead; nothing of it is left. */
  private String again() throws IOException, InterruptedException {
    TimeUnit.SECONDS.sleep(4);
    String hash;
    try (DriverProcess driver = DriverProcess.start(lake, LOCAL, List.of())) {
      Optional<String> said = driver.hash();
      assertThat(said).as(driver.log()).isPresent();
      hash = said.get();
    }
    assertThat(lake.left()).allSatisfy(name -> assertThat(name).startsWith("run="));
    return hash;
  }

  private List<Runs.Committed> committed() {
    return Runs.in(new Configuration(), lake.output().toString()).committed();
  }

  private long resumedFrom(String document) {
    return LocalSpark.session()
        .read()
        .parquet(latest().table("documents"))
        .where("doc_id = '" + document + "'")
        .select("resumed_from_token")
        .first()
        .getLong(0);
  }

  private Runs.Committed latest() {
    return Runs.at(new Configuration(), lake.output().toString());
  }
}
