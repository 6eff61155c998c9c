package io.corpuscle.jobs.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.jobs.doors.Page;
import io.corpuscle.jobs.process.JavaCommand;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that has nothing of Corpuscle, and nothing of Spark but its Connect client. */
class ConnectTest {
  private static final Path JARS = Path.of("target/spark-connect").toAbsolutePath();
  private static final int SECONDS = 300;

  /** What the client's jar does not bring of Spark. */
  private static final Set<String> CLIENT_NEEDS =
      Set.of("common-utils", "common-utils-java", "unsafe", "variant", "sketch", "tags");

  @Test
  void aClientHasTheAnswersOfASessionOfItsOwn(@TempDir Path folder) throws Exception {
    Path model = TinyModels.dna(folder.resolve("tiny"), 5);
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    Files.writeString(corpus.resolve("long.txt"), "ACGTTGCATT".repeat(35));
    Files.writeString(corpus.resolve("short.txt"), "GATTACA");

    List<String> answers;
    try (ConnectServer server = ConnectServer.start(JARS.resolve("server"), folder)) {
      List<String> local = Questions.ask(LocalSpark.session(), model.toString(), corpus.toString());
      answers = answers(server, folder, model, corpus);

      assertThat(answers).as(server.log()).isEqualTo(local).hasSize(5 + 2 + 3 + 3);
    }
    assertThat(String.join("\n", answers)).doesNotContain("NaN");
  }

  private static List<String> answers(ConnectServer server, Path folder, Path model, Path corpus)
      throws IOException, InterruptedException {
    Path log = folder.resolve("client.log");
    Process client =
        JavaCommand.spark("-Xmx512m")
            .main(
                classPath(),
                Client.class.getName(),
                List.of(server.address(), model.toString(), corpus.toString(), typed(server)))
            .loggedTo(log)
            .start();
    try {
      boolean ended = client.waitFor(SECONDS, TimeUnit.SECONDS);
      String printed = Files.readString(log);
      assertThat(ended).as(printed + server.log()).isTrue();
      assertThat(client.exitValue()).as(printed + server.log()).isZero();
      assertThat(printed).contains("|corpuscle_token_count(The parties agree.)|");
      return printed
          .lines()
          .filter(line -> line.startsWith(Client.ANSWER))
          .map(line -> line.substring(Client.ANSWER.length()))
          .toList();
    } finally {
      client.destroyForcibly();
    }
  }

  /** What the page shows of this, with a server that is here. */
  private static String typed(ConnectServer server) throws IOException, InterruptedException {
    String shown = Page.read("docs/spark.md").shown("java").get(2);
    assertThat(shown).contains("sc://localhost:15002");
    return shown.replace("sc://localhost:15002", server.address());
  }

  private static String classPath() {
    return Stream.concat(
            Stream.of(JARS.resolve("client").resolve("*").toString()),
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(ConnectTest::ofClient))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The class {@link Client} itself, libraries, and what of Spark goes with its client. */
  private static boolean ofClient(String entry) {
    if (entry.contains("/org/apache/spark/")) {
      return CLIENT_NEEDS.stream().anyMatch(part -> entry.contains("/spark-" + part + "_"));
    }
    boolean corpuscle = entry.contains("corpuscle-") || entry.endsWith("/classes");
    return !corpuscle && !entry.contains("/org/apache/hadoop/");
  }
}
