package io.corpuscle.jobs.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.process.JavaCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server in a JVM of its own, with jars that would clash with Spark's: they are in a folder of
 * {@code target/stores}. It ends with this JVM.
 */
final class ServerProcess {
  static final String HOST = "127.0.0.1";
  private static final int SECONDS = 120;

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Whether a server answers. */
  interface Answer {
    boolean there() throws IOException;
  }

  /**
   * Starts a server.
   *
   * @param jars the folder of its jars, in {@code target/stores}
   * @param folder where it works and logs
   * @param command its main class and arguments
   */
  static ServerProcess start(String jars, Path folder, String... command) throws IOException {
    Path log = folder.resolve("log");
    List<String> words = List.of(command);
    Process process =
        JavaCommand.plain("-Xmx512m", "-XX:TieredStopAtLevel=1")
            .main(
                Path.of("target", "stores", jars, "*").toAbsolutePath().toString(),
                words.get(0),
                words.subList(1, words.size()))
            .loggedTo(log)
            .directory(folder.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-of-" + jars));
    return new ServerProcess(process, log);
  }

  /** A port that nobody has at the moment. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }

  /** Waits for the server to answer. */
  void await(Answer answer) throws IOException, InterruptedException {
    boolean there = answer.there();
    for (int i = 0; i < 10 * SECONDS && !there && process.isAlive(); i++) {
      TimeUnit.MILLISECONDS.sleep(100);
      there = answer.there();
    }
    assertThat(there).as(Files.readString(log)).isTrue();
  }
}
