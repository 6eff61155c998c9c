package io.corpuscle.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.faults.Lake;
import io.corpuscle.jobs.faults.StandaloneCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar on Spark's own master with two workers, an executor on each. */
class StandaloneIT {
  private static final Pattern EXECUTOR_OF_TASK =
      Pattern.compile("\"Event\":\"SparkListenerTaskEnd\".*?\"Executor ID\":\"(\\d+)\"");

  @TempDir private static Path folder;
  private static Lake lake;
  private static StandaloneCluster cluster;

  @BeforeAll
  static void startACluster() throws IOException, InterruptedException {
    lake = Lake.in(folder);
    SparkHome spark = SparkHome.built();
    cluster = StandaloneCluster.start(folder, spark.folder(), spark.classPath());
  }

  @AfterAll
  static void endIt() {
    cluster.close();
  }

  @Test
  void aModelInAFolderThroughSparksSubmit() throws IOException, InterruptedException {
    SubmittedRun run =
        new SubmittedRun(lake, lake.model().toString(), folder.resolve("out/folder"));
    Path events = Files.createDirectories(folder.resolve("events"));
    List<String> arguments = new ArrayList<>(options());
    for (String setting :
        List.of(
            "enabled=true", "dir=" + events.toUri(), "rolling.enabled=false", "compress=false")) {
      arguments.addAll(List.of("--conf", "spark.eventLog." + setting));
    }
    arguments.addAll(List.of("--class", SparkHome.MAIN, SparkHome.JAR.toString()));
    arguments.addAll(run.arguments());

    SparkHome.built().submit(folder, arguments);

    assertThat(run.hash()).isEqualTo(run.hashHere());
    assertThat(executors(events)).hasSize(2);
  }

  /** As the README calls it; the model is in the jar, which is all that the executors have. */
  @Test
  void aBundledModelThroughTheLauncher() throws IOException, InterruptedException {
    SubmittedRun run = new SubmittedRun(lake, "dna", folder.resolve("out/bundled"));
    List<String> command = new ArrayList<>();
    command.add(Path.of("bin", "corpuscle").toAbsolutePath().toString());
    command.addAll(run.arguments());
    command.addAll(options());

    SparkHome.built().run(folder, new ProcessBuilder(command));

    assertThat(run.hash()).isEqualTo(run.hashHere());
  }

  private static List<String> options() {
    List<String> options = new ArrayList<>(List.of("--master", cluster.master()));
    options.addAll(List.of("--executor-memory", "700m"));
    options.addAll(List.of("--conf", "spark.driver.bindAddress=127.0.0.1"));
    options.addAll(List.of("--conf", "spark.driver.host=127.0.0.1"));
    // Both, before there is something to read.
    options.addAll(List.of("--conf", "spark.scheduler.minRegisteredResourcesRatio=1.0"));
    options.addAll(List.of("--conf", "spark.cores.max=2"));
    options.addAll(List.of("--conf", "spark.executor.cores=1"));
    return options;
  }

  /** Those that tasks ended on. */
  private static Set<String> executors(Path events) throws IOException {
    try (Stream<Path> logs = Files.walk(events)) {
      for (Path log : logs.filter(Files::isRegularFile).toList()) {
        return EXECUTOR_OF_TASK
            .matcher(Files.readString(log))
            .results()
            .map((MatchResult task) -> task.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
      }
    }
    return Set.of();
  }
}
