package io.corpuscle.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.process.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A driver in a JVM of its own and, of a local cluster, its executors in theirs. */
final class DriverProcess implements AutoCloseable {
  /** Two workers with an executor of one core each. */
  static final String CLUSTER = "local-cluster[2,1,1024]";

  private static final int MINUTES = 5;

  private final Process process;
  private final Path log;

  private DriverProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a driver.
   *
   * @param master Spark's
   * @param faults what goes wrong with files
   * @param overrides {@code key=value} of the configuration
   */
  static DriverProcess start(Lake lake, String master, List<Fault> faults, String... overrides)
      throws IOException {
    return start(
        lake, lake.config(), master, FaultyFileSystem.settings(faults, lake.marks()), overrides);
  }

  /**
   * Starts a driver.
   *
   * @param config its configuration
   * @param master Spark's
   * @param hadoop settings of file systems
   * @param overrides {@code key=value} of the configuration
   */
  static DriverProcess start(
      Lake lake, Path config, String master, Map<String, String> hadoop, String... overrides)
      throws IOException {
    Path sparkHome = lake.sparkHome();
    Files.createDirectories(sparkHome.resolve("jars"));
    Map<String, String> settings = new TreeMap<>();
    hadoop.forEach((key, value) -> settings.put("spark.hadoop." + key, value));
    settings.put("spark.sql.shuffle.partitions", "2");
    settings.put("spark.task.maxFailures", "100");
    settings.put("spark.stage.maxConsecutiveAttempts", "100");
    settings.put("spark.speculation", "true");
    settings.put("spark.speculation.quantile", "0.5");
    settings.put("spark.speculation.multiplier", "1.5");
    settings.put("spark.speculation.minTaskRuntime", "2s");
    settings.put("spark.deploy.maxExecutorRetries", "-1");
    settings.put("spark.executor.heartbeatInterval", "1s");
    settings.put("spark.hadoop.corpuscle.run.dead.after", "3s");
    settings.put("spark.executor.memory", "700m");
    settings.put("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    settings.put(
        "spark.executor.extraJavaOptions",
        String.join(" ", JavaCommand.compilerFlags())
            + " -Xms700m -XX:+AlwaysPreTouch --add-modules jdk.incubator.vector");
    settings.put("spark.local.dir", lake.blocks().toString());

    List<String> arguments = new ArrayList<>(List.of(config.toString()));
    arguments.addAll(List.of(overrides));
    Path log = Files.createTempFile(lake.folder(), "driver", ".log");
    // All of the heap at once, so that memory that grows is none of it.
    ProcessBuilder builder =
        JavaCommand.spark("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch")
            .driver(master, settings)
            .main(System.getProperty("java.class.path"), Driver.class.getName(), arguments)
            .loggedTo(log);
    builder.environment().put("SPARK_HOME", sparkHome.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return new DriverProcess(builder.start(), log);
  }

  /** The executors that live: no other JVM is begun by a driver. */
  List<ProcessHandle> executors() {
    try (Stream<ProcessHandle> children = process.descendants()) {
      return children
          .filter(child -> child.info().command().filter(c -> c.endsWith("/java")).isPresent())
          .toList();
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  /** SIGKILL. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Waits until it ends, however it ends. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES))
        .as("the driver ends; its log is %s", log)
        .isTrue();
    return process.exitValue();
  }

  /** Waits until it ends; the content hash of its run, if it said one. */
  Optional<String> hash() throws IOException, InterruptedException {
    exitCode();
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.startsWith(Driver.HASH))
          .map(line -> line.substring(Driver.HASH.length()))
          .findFirst();
    }
  }

  /** What it printed. */
  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    kill();
  }
}
