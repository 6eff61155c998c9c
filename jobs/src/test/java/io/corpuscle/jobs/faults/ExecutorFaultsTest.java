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
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executors that are killed, in JVMs of their own. Whatever happens to them, the job ends, and its
 * rows are those of a run that nothing happened to.
 */
class ExecutorFaultsTest {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorFaultsTest.class);

  /** How often executors are killed at random; more with {@code -Dfaults.kills=…}. */
  private static final int KILLS = Integer.getInteger("faults.kills", 3);

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void writeALake() {
    lake = Lake.in(folder);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 50, 99})
  void anExecutorKilledInsideADocument(int percent) throws Exception {
    long at = (long) Lake.LONG * percent / 100;
    Fault killed = Fault.once(When.READ, "long.txt", What.KILL).atByte(at);

    assertThat(run(List.of(killed))).isEqualTo(lake.undisturbed());

    assertThat(occurred()).isEqualTo(1);
    // At most what was read since the last segment, and the tokens that waited, were read again.
    long resumed = resumedFrom("long.txt");
    assertThat(resumed).isBetween(at - 3L * Lake.INTERVAL, at);
  }

  @Test
  void anExecutorKilledWhileItWritesASnapshot() throws Exception {
    Fault killed = Fault.once(When.WRITE, "_journal", What.KILL).atByte(9_000).times(2);

    assertThat(run(List.of(killed))).isEqualTo(lake.undisturbed());

    assertThat(occurred()).isEqualTo(2);
  }

  @Test
  void executorsKilledAtRandomUntilTheJobEnds() throws Exception {
    long seed = Long.getLong("faults.seed", System.nanoTime());
    LOG.info("Repeat with -Dfaults.seed={}", seed);
    Random random = new Random(seed);
    Fault slow = new Fault(When.READ, Pattern.compile("corpus"), 0, What.SLOW, 1);
    try (DriverProcess driver =
        DriverProcess.start(lake, DriverProcess.CLUSTER, List.of(slow), "journal.seconds=1")) {
      for (int kill = 0; kill < KILLS && driver.alive(); kill++) {
        awaitSegment(driver);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(2_500));
        List<ProcessHandle> executors = driver.executors();
        if (!executors.isEmpty()) {
          executors.get(random.nextInt(executors.size())).destroyForcibly();
        }
      }
      assertThat(driver.hash()).as("seed %d: %s", seed, driver.log()).contains(lake.undisturbed());
    }
    assertNothingIsLeft();
  }

  /** One read of a long document stands still, so that Spark begins a twin of its task. */
  @Test
  void twinsOfOneTask() throws Exception {
    Fault stuck = new Fault(When.READ, Pattern.compile("long.txt"), 200_000, What.STUCK, 1);
    try (DriverProcess driver =
        DriverProcess.start(
            lake, DriverProcess.CLUSTER, List.of(stuck), "partitions=12", "journal.seconds=1")) {
      assertThat(driver.hash()).as(driver.log()).contains(lake.undisturbed());
      assertThat(driver.log()).contains("speculative");
    }
    assertThat(resumedFrom("long.txt")).isPositive();
    assertNothingIsLeft();
  }

  private String run(List<Fault> faults) throws IOException, InterruptedException {
    try (DriverProcess driver = DriverProcess.start(lake, DriverProcess.CLUSTER, faults)) {
      String hash = driver.hash().orElse("no hash");
      assertThat(hash).as(driver.log()).isNotEqualTo("no hash");
      assertNothingIsLeft();
      return hash;
    }
  }

  private void awaitSegment(DriverProcess driver) throws Exception {
    Path journal = lake.output().resolve("_journal");
    for (int i = 0; i < 300 && driver.alive() && !Files.exists(journal); i++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** How often faults have occurred. */
  private long occurred() throws IOException {
    try (Stream<Path> marks = Files.list(lake.marks())) {
      return marks.count();
    }
  }

  /** Besides the run there is neither a journal nor what attempts have begun. */
  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(lake.output())) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .singleElement()
          .asString()
          .startsWith("run=");
    }
  }

  private long resumedFrom(String document) {
    Runs.Committed run = Runs.at(new Configuration(), lake.output().toString());
    Dataset<Row> documents = LocalSpark.session().read().parquet(run.table("documents"));
    return documents
        .where(documents.col("doc_id").equalTo(document))
        .select("resumed_from_token")
        .first()
        .getLong(0);
  }
}
