package io.corpuscle.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.diff.RunPair;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  @Test
  void everyRunIsALineTheOldestFirst() throws Exception {
    String first = commit("cafe0123456789abcdef");
    String second = commit("beef");
    Files.createDirectories(folder.resolve("run=20990101T000000000Z-abcdef"));

    assertThat(runs(folder)).isEqualTo(Corpuscle.OK);

    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(cells(lines.get(0)))
        .containsExactly(
            "run",
            "started",
            "took",
            "documents",
            "failed",
            "tokens",
            "tokens/s",
            "mode",
            "model",
            "content hash");
    assertThat(cells(lines.get(2)))
        .containsExactly(
            id(first),
            "2026-01-31T12:00:00Z",
            "9 s",
            "2",
            "0",
            "40",
            "4",
            "",
            "text",
            "cafe01234567");
    assertThat(cells(lines.get(3))).startsWith(id(second)).endsWith("beef");
    assertThat(lines).extracting(String::length).containsOnly(lines.get(0).length());
  }

  @Test
  void whereThereIsNoRunThatIsSaid() {
    assertThat(runs(folder.resolve("absent"))).isEqualTo(Corpuscle.NOT_UNDERSTOOD);

    assertThat(err.toString()).contains("There is no complete run in " + folder.resolve("absent"));
  }

  private String commit(String hash) {
    return RunPair.write(folder, hash, List.of(), List.of());
  }

  private static String id(String run) {
    return run.substring(run.indexOf("run=") + 4);
  }

  private static List<String> cells(String line) {
    return Stream.of(line.substring(1, line.length() - 1).split("\\|", -1))
        .map(String::strip)
        .toList();
  }

  private int runs(Path output) {
    Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), false);
    return Corpuscle.run(console, "runs", output.toString());
  }
}
