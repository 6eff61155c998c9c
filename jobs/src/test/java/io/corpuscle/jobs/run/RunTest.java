package io.corpuscle.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
  private static final RunManifest.Counts COUNTS = new RunManifest.Counts(2, 1, 3, 40, 50);

  private final Configuration hadoop = new Configuration();
  @TempDir private Path folder;
  private String output;

  @BeforeEach
  void nameAnOutput() {
    output = folder.resolve("out").toString();
  }

  @Test
  void aRunIsSeenOnlyOnceItIsCommitted() throws IOException {
    try (Run run = Run.begin(hadoop, output)) {
      fill(run);
      assertThat(seenByReaders()).isEmpty();
      assertThat(Runs.in(hadoop, output).committed()).isEmpty();

      RunManifest manifest = manifest(run);
      run.commit(manifest);

      assertThat(seenByReaders()).containsExactly("part");
      Runs.Committed committed = Runs.at(hadoop, output);
      assertThat(committed.manifest()).isEqualTo(manifest);
      assertThat(committed.table("windows")).isEqualTo(run.table("windows"));
      assertThat(Runs.at(hadoop, committed.folder())).isEqualTo(committed);
    }
  }

  @Test
  void aCommittedRunHoldsItsTablesAndItsManifestAndNothingElse() throws IOException {
    RunId id = commitOne();

    try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
      assertThat(files.filter(Files::isRegularFile).map(this::relative).filter(RunTest::isData))
          .containsExactlyInAnyOrder("run=" + id + "/manifest.json", "run=" + id + "/windows/part");
    }
  }

  @Test
  void aRunThatEndsWithoutCommitLeavesNothing() throws IOException {
    try (Run run = Run.begin(hadoop, output)) {
      fill(run);
    }

    assertThat(folder.resolve("out")).isEmptyDirectory();
  }

  /** What a power cut leaves: nobody closes the run. */
  @Test
  void aRunThatWasCutOffIsNotSeen() throws IOException {
    Run run = Run.begin(hadoop, output);
    fill(run);

    assertThat(seenByReaders()).isEmpty();
    assertThat(Runs.in(hadoop, output).committed()).isEmpty();
    assertThatThrownBy(() -> Runs.at(hadoop, output)).hasMessageContaining("no complete run");
  }

  /** What three power cuts left; one run goes on. */
  @Test
  void whatDeadRunsLeftIsRemovedAndNothingElse() throws IOException {
    RunId whole = commitOne();
    Path out = folder.resolve("out");
    String dead = RunId.startingAt(Instant.EPOCH).text();
    String half = RunId.startingAt(Instant.EPOCH).text();
    Files.createDirectories(out.resolve("_unfinished-" + whole));
    for (String name : List.of("_unfinished-" + dead, "run=" + half, "_removed-" + dead)) {
      Files.createDirectories(out.resolve(name + "/windows"));
    }
    for (String others : List.of("others", "run=others", "_unfinished-others")) {
      Files.createDirectories(out.resolve(others));
    }
    try (Run alive = Run.begin(hadoop, output)) {
      fill(alive);
      Runs.in(hadoop, output).removeDead();

      try (Stream<Path> left = Files.list(out)) {
        assertThat(left.map(path -> path.getFileName().toString()))
            .containsExactlyInAnyOrder(
                "run=" + whole,
                "_unfinished-" + whole,
                "_unfinished-" + alive.id(),
                "others",
                "run=others",
                "_unfinished-others");
      }
    }
  }

  /** The tables are where they will stay from the first byte: on such a store nothing is moved. */
  @Test
  void aRunOnAnObjectStoreIsCommittedByItsManifest() throws IOException {
    useAnObjectStore();
    try (Run run = Run.begin(hadoop, output)) {
      fill(run);
      assertThat(run.unfinishedTable("windows")).isEqualTo(run.table("windows"));
      assertThat(Runs.in(hadoop, output).committed()).isEmpty();

      run.commit(manifest(run));

      assertThat(Runs.in(hadoop, output).committed()).hasSize(1);
    }
    assertThat(left()).singleElement().asString().startsWith("run=");
  }

  @Test
  void aRunOnAnObjectStoreThatEndsWithoutCommitLeavesNothing() throws IOException {
    useAnObjectStore();
    try (Run run = Run.begin(hadoop, output)) {
      fill(run);
    }

    assertThat(left()).isEmpty();
  }

  @Test
  void aRunIsRemovedFromAnObjectStore() throws IOException {
    useAnObjectStore();
    commitOne();
    Runs runs = Runs.in(hadoop, output);

    runs.remove(runs.committed().get(0));

    assertThat(left()).isEmpty();
  }

  /** What is left of one that died before its manifest is told from one that goes on. */
  @Test
  void whatADeadRunLeftOnAnObjectStoreIsRemoved() throws IOException {
    useAnObjectStore();
    String dead = RunId.startingAt(Instant.EPOCH).text();
    for (String table : List.of("/_unfinished-" + dead + "/_staged", "/run=" + dead + "/windows")) {
      Files.createDirectories(folder.resolve("out" + table));
    }
    try (Run alive = Run.begin(hadoop, output)) {
      fill(alive);
      Runs.in(hadoop, output).removeDead();

      assertThat(left())
          .containsExactlyInAnyOrder("_unfinished-" + alive.id(), "run=" + alive.id());
    }
  }

  private void useAnObjectStore() {
    hadoop.setClass("fs.flat.impl", FlatFileSystem.class, FileSystem.class);
    output = "flat://" + folder.resolve("out");
  }

  private List<String> left() throws IOException {
    try (Stream<Path> left = Files.list(folder.resolve("out"))) {
      return left.map(path -> path.getFileName().toString()).toList();
    }
  }

  @Test
  void aRunWithoutManifestIsNotComplete() throws IOException {
    Files.createDirectories(folder.resolve("out/run=20260101T000000Z-abcdef/windows"));

    assertThat(Runs.in(hadoop, output).committed()).isEmpty();
  }

  @Test
  void aCommitThatFailsAtTheManifestLeavesNothing() throws IOException {
    hadoop.setClass("fs.full.impl", FullDisk.class, FileSystem.class);
    String onFullDisk = "full://" + folder.resolve("out");
    commitOne();
    List<String> before = seenByReaders();

    try (Run run = Run.begin(hadoop, onFullDisk)) {
      fill(run);
      assertThatThrownBy(() -> run.commit(manifest(run)))
          .hasMessageContaining("could not be committed")
          .hasRootCauseMessage(FullDisk.MESSAGE);
    }

    assertThat(seenByReaders()).isEqualTo(before);
    assertThat(Runs.in(hadoop, output).committed()).hasSize(1);
    try (Stream<Path> left = Files.list(folder.resolve("out"))) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void aRemovedRunIsGone() throws IOException {
    RunId first = commitOne();
    RunId second = commitOne();
    Runs runs = Runs.in(hadoop, output);

    for (Runs.Committed run : runs.committed()) {
      if (run.manifest().run().equals(first.text())) {
        runs.remove(run);
      }
    }

    assertThat(runs.committed())
        .singleElement()
        .satisfies(run -> assertThat(run.manifest().run()).isEqualTo(second.text()));
  }

  @Test
  void anOutputThatCannotBeWrittenIsNamed() throws IOException {
    Files.writeString(folder.resolve("out"), "a file");

    assertThatThrownBy(() -> Run.begin(hadoop, output))
        .hasMessageContaining("Output " + output + " cannot be written to")
        .hasMessageContaining("Set output to");
  }

  @Test
  void namesOfRunsSortByTheirBeginning() {
    Instant noon = Instant.parse("2026-01-31T12:00:00Z");

    assertThat(RunId.startingAt(noon)).isLessThan(RunId.startingAt(noon.plusMillis(1)));
    assertThat(RunId.startingAt(noon)).isNotEqualTo(RunId.startingAt(noon));
    assertThat(RunId.startingAt(noon).text()).startsWith("20260131T120000000Z-");
  }

  private RunId commitOne() throws IOException {
    try (Run run = Run.begin(hadoop, output)) {
      fill(run);
      run.commit(manifest(run));
      return run.id();
    }
  }

  @Test
  void aManifestWithoutSpeedsIsOfARunBeforeThereWereAny() throws IOException {
    try (Run run = Run.begin(hadoop, output)) {
      String json = new String(manifest(run).toJson(), StandardCharsets.UTF_8);
      String older = json.replaceFirst(",\\s*\"speeds\" : \\{[^}]*}", "");
      assertThat(older).hasSizeLessThan(json.length());

      assertThat(RunManifest.parse(older.getBytes(StandardCharsets.UTF_8)).speeds()).isEmpty();
      assertThatThrownBy(
              () ->
                  RunManifest.parse(
                      json.replace("\"kernels\"", "\"other\"").getBytes(StandardCharsets.UTF_8)))
          .hasMessageContaining("kernels");
    }
  }

  private void fill(Run run) throws IOException {
    for (String table : List.of(run.staged(), run.unfinishedTable("windows"))) {
      org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(table, "part");
      file.getFileSystem(hadoop).create(file).close();
    }
  }

  /** What {@code output/run=*}{@code /windows} gives, as a query would have it. */
  private List<String> seenByReaders() throws IOException {
    org.apache.hadoop.fs.Path pattern = new org.apache.hadoop.fs.Path(output, "run=*/windows/*");
    FileStatus[] found = pattern.getFileSystem(hadoop).globStatus(pattern);
    return found == null
        ? List.of()
        : Stream.of(found).map(status -> status.getPath().getName()).toList();
  }

  private String relative(Path file) {
    return folder.resolve("out").relativize(file).toString();
  }

  /** Hadoop's local file system keeps a checksum beside each file. */
  private static boolean isData(String file) {
    return !file.endsWith(".crc");
  }

  private static RunManifest manifest(Run run) {
    return new RunManifest(
        run.id().text(),
        "1",
        "reference",
        new TreeMap<>(java.util.Map.of("text", "float32")),
        "2026-01-31T12:00:00Z",
        "2026-01-31T12:00:09Z",
        new TreeMap<>(java.util.Map.of("output", "out")),
        new TreeMap<>(java.util.Map.of("text", "cafe")),
        new TreeMap<>(java.util.Map.of("text", 5_000.0)),
        "7",
        COUNTS,
        "f00d",
        new TreeMap<>(java.util.Map.of("grown", 1L)),
        "beef");
  }
}
