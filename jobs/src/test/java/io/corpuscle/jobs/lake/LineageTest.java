package io.corpuscle.jobs.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpuscle.engine.TinyModels;
import io.corpuscle.jobs.cli.Corpuscle;
import io.corpuscle.jobs.process.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command with OpenLineage's listener, as a user adds it, and what that writes of it. */
class LineageTest {
  private static final Path ROOT = Path.of(System.getProperty("corpuscle.root"));
  private static final int MINUTES = 3;

  @TempDir private Path folder;

  @Test
  void eventsLeadFromTheDocumentsToTheTablesByNamesThatStay() throws Exception {
    Path corpus = Files.createDirectories(folder.resolve("corpus/statutes"));
    Files.writeString(corpus.resolve("a.txt"), "ACGT".repeat(100));
    Path output = folder.resolve("out");
    Path events = folder.resolve("events.json");
    Path job =
        Files.writeString(
            folder.resolve("job.yaml"),
            "input: %s/*.txt\noutput: %s\nmodel: %s\nwindowTokens: 100\nkernels: vector\n"
                .formatted(corpus, output, TinyModels.dna(folder.resolve("model"), 5)));

    analyze(job, events);

    Set<String> edges = edges(events);
    assertThat(edges)
        .contains(
            "file %s -> file %s/_staged".formatted(corpus, output),
            "file %s/_staged -> file %s/windows".formatted(output, output),
            "file %s/_staged -> file %s/documents".formatted(output, output));
    assertThat(String.join("\n", edges)).doesNotContain("_unfinished-", "run=");
  }

  private void analyze(Path job, Path events) throws IOException, InterruptedException {
    Map<String, String> settings = new TreeMap<>(defaults());
    settings.put("spark.extraListeners", "io.openlineage.spark.agent.OpenLineageSparkListener");
    settings.put("spark.openlineage.transport.type", "file");
    settings.put("spark.openlineage.transport.location", events.toString());
    Path log = folder.resolve("log");
    Process process =
        JavaCommand.spark("-Xmx1g")
            .driver("local[1]", settings)
            .main(
                listener() + File.pathSeparator + System.getProperty("java.class.path"),
                Corpuscle.class.getName(),
                List.of("analyze", job.toString()))
            .loggedTo(log)
            .start();
    try {
      assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Settings of the listener that {@code conf/spark} has. */
  private static Map<String, String> defaults() throws IOException {
    try (Stream<String> lines = Files.lines(ROOT.resolve("conf/spark/spark-defaults.conf"))) {
      return lines
          .filter(line -> line.startsWith("spark.openlineage."))
          .map(line -> line.split("\\s+", 2))
          .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
    }
  }

  private static Path listener() throws IOException {
    try (Stream<Path> jars = Files.list(ROOT.resolve("jobs/target/openlineage"))) {
      return jars.findFirst().orElseThrow();
    }
  }

  /** From every input of an event to every output. */
  private static Set<String> edges(Path events) throws IOException {
    Set<String> edges = new TreeSet<>();
    for (String line : Files.readAllLines(events)) {
      JsonNode event = new ObjectMapper().readTree(line);
      for (JsonNode input : event.path("inputs")) {
        for (JsonNode output : event.path("outputs")) {
          edges.add(named(input) + " -> " + named(output));
        }
      }
    }
    return edges;
  }

  private static String named(JsonNode dataset) {
    return dataset.get("namespace").asText() + " " + dataset.get("name").asText();
  }
}
