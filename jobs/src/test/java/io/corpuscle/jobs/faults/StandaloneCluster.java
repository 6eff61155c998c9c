package io.corpuscle.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.process.JavaCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Spark's own master and two workers with a core each, in JVMs of their own and, as far as Spark
 * can tell, on two machines: only then does it begin twins of a task.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final String MASTER = "127.0.0.1";
  private static final List<String> WORKERS = List.of("127.0.0.2", "127.0.0.3");
  private static final int SECONDS = 60;

  private final List<Process> processes = new ArrayList<>();
  private final Path folder;
  private final Path sparkHome;
  private final String classPath;
  private final int port;

  private StandaloneCluster(Path folder, Path sparkHome, String classPath, int port) {
    this.folder = folder;
    this.sparkHome = sparkHome;
    this.classPath = classPath;
    this.port = port;
  }

  /** One whose JVMs have what this one has. */
  static StandaloneCluster start(Path folder) throws IOException, InterruptedException {
    Path sparkHome = folder.resolve("spark");
    Files.createDirectories(sparkHome.resolve("jars"));
    return start(folder, sparkHome, System.getProperty("java.class.path"));
  }

  /**
   * Starts it, and waits until the workers have found the master.
   *
   * @param folder for logs and what workers write
   * @param sparkHome where executors find Spark's jars
   * @param classPath of the master and the workers
   */
  public static StandaloneCluster start(Path folder, Path sparkHome, String classPath)
      throws IOException, InterruptedException {
    StandaloneCluster cluster = new StandaloneCluster(folder, sparkHome, classPath, freePort());
    cluster.start(
        "master",
        "org.apache.spark.deploy.master.Master",
        List.of("-h", MASTER, "-p", Integer.toString(cluster.port), "--webui-port", "0"));
    for (String worker : WORKERS) {
      cluster.start(
          worker,
          "org.apache.spark.deploy.worker.Worker",
          List.of(
              "-h",
              worker,
              "-c",
              "1",
              "-m",
              "1g",
              "-d",
              folder.resolve("work-" + worker).toString(),
              "--webui-port",
              "0",
              cluster.master()));
    }
    cluster.awaitWorkers();
    return cluster;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(MASTER))) {
      return socket.getLocalPort();
    }
  }

  private void start(String name, String main, List<String> arguments) throws IOException {
    ProcessBuilder builder =
        JavaCommand.spark("-Xmx256m").main(classPath, main, arguments).loggedTo(log(name));
    builder.environment().put("SPARK_HOME", sparkHome.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    processes.add(builder.start());
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  /** Where workers write what executors say is made when they have registered. */
  private void awaitWorkers() throws InterruptedException, IOException {
    for (String worker : WORKERS) {
      Path work = folder.resolve("work-" + worker);
      for (int i = 0; i < 10 * SECONDS && !Files.exists(work); i++) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      assertThat(work).as(Files.readString(log(worker))).exists();
    }
  }

  /** What a driver is to be told. */
  public String master() {
    return "spark://" + MASTER + ":" + port;
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
