package io.corpuscle.jobs.connect;

import io.corpuscle.jobs.process.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A Spark Connect server in a JVM of its own, with Corpuscle on its class path from its start. */
final class ConnectServer implements AutoCloseable {
  private static final Pattern STARTED =
      Pattern.compile("Spark Connect server started at: 127\\.0\\.0\\.1:(\\d+)");
  private static final int SECONDS = 60;

  private final Process process;
  private final Path log;

  private ConnectServer(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param jars where its own jar is
   * @param folder for its log and its warehouse
   */
  static ConnectServer start(Path jars, Path folder) throws IOException {
    Map<String, String> settings =
        Map.of(
            "spark.connect.grpc.binding.address",
            "127.0.0.1",
            "spark.connect.grpc.binding.port",
            "0",
            "spark.sql.shuffle.partitions",
            "2",
            "spark.sql.warehouse.dir",
            folder.resolve("warehouse").toUri().toString(),
            "spark.sql.extensions",
            "io.corpuscle.jobs.sql.CorpuscleExtensions");
    Path log = folder.resolve("server.log");
    Process process =
        JavaCommand.spark("-Xmx1g")
            .driver("local[2]", settings)
            .main(
                jars.resolve("*") + File.pathSeparator + classPath(),
                "org.apache.spark.sql.connect.service.SparkConnectServer",
                List.of())
            .loggedTo(log)
            .start();
    return new ConnectServer(process, log);
  }

  /** That of the tests, without the tests: their logging says too little to know the port. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** What a client is to be told; waits until it has begun to listen. */
  String address() throws IOException, InterruptedException {
    for (int i = 0; i < 10 * SECONDS && process.isAlive(); i++) {
      Matcher started = STARTED.matcher(log());
      if (started.find()) {
        return "sc://127.0.0.1:" + started.group(1);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("The Spark Connect server does not listen:\n" + log());
  }

  /** What it printed. */
  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
