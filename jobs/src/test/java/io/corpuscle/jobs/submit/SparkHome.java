package io.corpuscle.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.process.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Spark to submit to.
 *
 * @param folder with its jars in {@code jars}
 */
record SparkHome(Path folder) {
  /** What is submitted: the jar as it is published. */
  static final Path JAR =
      Path.of("target", "corpuscle-jobs-" + System.getProperty("corpuscle.version") + ".jar")
          .toAbsolutePath();

  static final String MAIN = "io.corpuscle.jobs.cli.Corpuscle";
  private static final int MINUTES = 5;

  /** The one that this is built against. */
  static SparkHome built() {
    return inTarget("spark-home");
  }

  static SparkHome inTarget(String name) {
    return new SparkHome(Path.of("target", name).toAbsolutePath());
  }

  /** All that a JVM of it has on its class path. */
  String classPath() {
    return folder.resolve("jars").resolve("*").toString();
  }

  /**
   * Does what {@code spark-submit} does, and expects success.
   *
   * @param scratch where what is said is logged
   * @param arguments as {@code spark-submit} takes them
   */
  void submit(Path scratch, List<String> arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("--conf", "spark.ui.enabled=false"));
    all.addAll(List.of("--conf", "spark.driver.bindAddress=127.0.0.1"));
    all.addAll(List.of("--conf", "spark.driver.host=127.0.0.1"));
    all.addAll(arguments);
    run(
        scratch,
        JavaCommand.spark("-Xmx1g")
            .main(classPath(), "org.apache.spark.deploy.SparkSubmit", all)
            .builder());
  }

  /** Runs a command that finds this Spark, and expects success. */
  void run(Path scratch, ProcessBuilder command) throws IOException, InterruptedException {
    Path log = Files.createTempFile(scratch, "submit", ".log");
    command.environment().put("SPARK_HOME", folder.toString());
    command.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process process = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as(Files.readString(log)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
