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

  /** Tokens that go through the model together: a segment is written at the end of some. */
  private static final int CHUNK = 128;

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void writeALake() {
    lake = Lake.in(folder);
  }

  /** Just before it would have written how far it is, at a tenth and at the half. */
  @ParameterizedTest
  @ValueSource(ints = {10, 50})
  void anExecutorKilledInsideADocument(int percent) throws Exception {
    int segments = Lake.LONG / Lake.INTERVAL * percent / 100;
    String path = "-0-\\d+-" + segments + "\\.segment$";

    assertThat(run(List.of(Fault.once(When.CREATE, path, What.KILL))))
        .isEqualTo(lake.undisturbed());

    assertThat(lake.occurred()).isEqualTo(1);
    long written = (long) segments * Lake.INTERVAL;
    assertThat(resumedFrom("long.txt")).isBetween(written, written + (long) segments * CHUNK);
  }

  @Test
  void executorsKilledWhileTheyWriteASnapshotAndNearTheEndOfADocument() throws Exception {
    Fault writing = Fault.once(When.WRITE, "_journal", What.KILL).atByte(9_000).times(2);
    Fault ending = Fault.once(When.READ, "long.txt", What.KILL).atByte(Lake.LONG - 1);

    assertThat(run(List.of(writing, ending))).isEqualTo(lake.undisturbed());

    assertThat(lake.occurred()).isEqualTo(3);
    // A file is read 64 KiB at a time, and a tokenizer given 16 KiB of them.
    long taken = Lake.LONG - Lake.LONG % (1 << 16) - (1 << 14);
    assertThat(resumedFrom("long.txt")).isGreaterThan(taken - Lake.INTERVAL - CHUNK);
  }

  @Test
  void executorsKilledAtRandomUntilTheJobEnds() throws Exception {
    long seed = Long.getLong("faults.seed", System.nanoTime());
    LOG.info("Repeat with -Dfaults.seed={}", seed);
    Random random = new Random(seed);
    try (DriverProcess driver =
        DriverProcess.start(lake, DriverProcess.CLUSTER, List.of(), "journal.seconds=1")) {
      int killed = 0;
      for (int turn = 0; turn < KILLS && driver.alive(); turn++) {
        awaitSegment(driver);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(turn == 0 ? 500 : 2_500));
        List<ProcessHandle> executors = driver.executors();
        if (!executors.isEmpty()
            && executors.get(random.nextInt(executors.size())).destroyForcibly()) {
          killed++;
        }
      }
      assertThat(killed).as("executors killed").isPositive();
      assertThat(driver.hash()).as("seed %d: %s", seed, driver.log()).contains(lake.undisturbed());
    }
    assertNothingIsLeft();
  }

  /** One read of a long document stands still, so that Spark begins a twin of its task. */
  @Test
  void twinsOfOneTask() throws Exception {
    Fault stuck = new Fault(When.READ, Pattern.compile("long.txt"), Lake.LONG / 2, What.STUCK, 1);
    try (StandaloneCluster cluster = StandaloneCluster.start(folder);
        DriverProcess driver = DriverProcess.start(lake, cluster.master(), List.of(stuck))) {
      assertThat(driver.hash()).as(driver.log()).contains(lake.undisturbed());
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

  /** Besides the run there is neither a journal nor what attempts have begun. */
  private void assertNothingIsLeft() throws IOException {
    assertThat(lake.left()).singleElement().asString().startsWith("run=");
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
