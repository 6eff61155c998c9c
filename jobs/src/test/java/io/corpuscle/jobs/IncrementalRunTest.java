package io.corpuscle.jobs;

import static io.corpuscle.jobs.Nights.bases;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.jobs.Nights.Night;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Night after night, a run is what a fresh one would be, and costs what has changed. */
class IncrementalRunTest {
  private static final int LONG = 40_000;

  /** A state is at the last whole block of the text, and before it there is an open window. */
  private static final int BEHIND = (1 << 14) + 64 + 500;

  @TempDir private static Path models;
  private static Path model;

  @TempDir private Path folder;
  private Nights nights;

  @BeforeAll
  static void writeAModel() throws IOException {
    model = TinyModels.dna(models.resolve("tiny"), 5);
  }

  @BeforeEach
  void begin() throws IOException {
    nights = new Nights(folder, model);
  }

  @Test
  void aRunCostsWhatHasChanged() throws Exception {
    Nights spiking = new Nights(folder, model, "spikes=true", "precision=spiking");
    writeTheFirstNight(spiking);
    assertThat(spiking.night().changes()).isEqualTo(Map.of("new", 13L));

    Night idle = spiking.night();

    assertThat(idle.changes()).isEqualTo(Map.of("unchanged", 12L, "new", 1L, "gone", 0L));
    assertThat(idle.tokens()).isZero();

    changeForTheSecondNight(spiking);
    Night changed = spiking.night();

    assertThat(changed.changeOf())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("bad.txt", "new"),
                Map.entry("cut.txt", "changed"),
                Map.entry("edited.txt", "changed"),
                Map.entry("elsewhere.txt", "unchanged"),
                Map.entry("genes.fa#a", "unchanged"),
                Map.entry("genes.fa#b", "unchanged"),
                Map.entry("genes.fa#c", "new"),
                Map.entry("grows.txt", "grown"),
                Map.entry("records.jsonl#1", "unchanged"),
                Map.entry("records.jsonl#2", "new"),
                Map.entry("same.txt", "unchanged"),
                Map.entry("shifts.jsonl#x", "changed"),
                Map.entry("shifts.jsonl#y", "unchanged"),
                Map.entry("small.txt", "grown")));
    // The one that moved, and the one that was deleted.
    assertThat(changed.changes()).containsEntry("gone", 2L);
    int mended = 4;
    int anew = 500 + 20_000 + 1_500 + mended + 700 + 310 + 800;
    assertThat(changed.tokens()).isBetween(anew + 5_000L, anew + 5_000L + BEHIND);
    assertThat(Long.parseLong(changed.column("resumed_from_token").get("grows.txt")))
        .isBetween((long) LONG - BEHIND, (long) LONG);

    Night again = spiking.night();

    assertThat(again.changes()).isEqualTo(Map.of("unchanged", 14L, "gone", 0L));
    assertThat(again.tokens()).isZero();
  }

  private static void writeTheFirstNight(Nights nights) throws IOException {
    nights.write("same.txt", bases(18_000, 1));
    nights.write("grows.txt", bases(LONG, 2));
    nights.write("edited.txt", bases(20_000, 3));
    nights.write("cut.txt", bases(2_000, 4));
    nights.write("gone.txt", bases(600, 5));
    nights.write("moved.txt", bases(17_000, 6));
    nights.write("small.txt", bases(1_000, 7));
    nights.write("records.jsonl", "{\"id\": 1, \"text\": \"" + bases(900, 8) + "\"}\n");
    nights.write("shifts.jsonl", shifting(bases(300, 15)));
    nights.write("genes.fa", ">a\n" + bases(1_200, 9) + "\n>b\n" + bases(300, 10) + "\n");
    nights.write("bad.txt", "ACG\u00e9");
  }

  private static void changeForTheSecondNight(Nights nights) throws IOException {
    nights.touch("same.txt");
    nights.append("grows.txt", bases(5_000, 11));
    nights.write("edited.txt", bases(9_000, 3) + "AAAA" + bases(20_000, 3).substring(9_004));
    nights.write("cut.txt", bases(2_000, 4).substring(0, 500));
    Files.delete(nights.file("gone.txt"));
    Files.move(nights.file("moved.txt"), nights.file("elsewhere.txt"));
    nights.append("small.txt", bases(500, 12));
    nights.append("records.jsonl", "{\"id\": 2, \"text\": \"" + bases(700, 13) + "\"}\n");
    nights.write("shifts.jsonl", shifting(bases(310, 16)));
    nights.append("genes.fa", ">c\n" + bases(800, 14) + "\n");
    nights.write("bad.txt", "ACGT");
  }

  private static String shifting(String first) {
    return "{\"id\": \"x\", \"text\": \"%s\"}\n{\"id\": \"y\", \"text\": \"%s\"}\n"
        .formatted(first, bases(600, 17));
  }

  @Tag("full")
  @Test
  void aDocumentGrowsNightAfterNight() throws Exception {
    nights.write("a.txt", bases(LONG, 1));
    nights.night();
    for (int night = 1; night <= 3; night++) {
      nights.append("a.txt", bases(300 * night, night));
      Night grown = nights.night("journal.enabled=" + (night > 1));

      assertThat(grown.changes()).isEqualTo(Map.of("grown", 1L, "gone", 0L));
      assertThat(grown.tokens()).isLessThan(BEHIND + 300 * night);
      assertThat(nights.states()).hasSize(1);
    }
  }

  @Test
  void whatIsBesideATextIsWhatItSaysToday() throws Exception {
    String record =
        "LOCUS       GENES  12 bp\nDEFINITION  %s.\nORIGIN\n        1 acgtacgtac gt\n//\n";
    nights.write("genes.gb", record.formatted("A gene"));
    nights.write("a.txt", bases(2_000, 1));
    nights.night();
    nights.write("genes.gb", record.formatted("A gene, revised"));
    nights.write("a.txt", ("\ufeff" + bases(2_000, 1)).getBytes(StandardCharsets.UTF_16BE));

    Night revised = nights.night();

    assertThat(revised.changes()).isEqualTo(Map.of("unchanged", 2L, "gone", 0L));
    assertThat(revised.column("metadata").toString()).contains("revised");
    assertThat(revised.column("encoding")).isEqualTo(Map.of("a.txt", "UTF-16BE"));
    assertThat(nights.night().column("encoding")).isEqualTo(Map.of("a.txt", "UTF-16BE"));
  }

  @Test
  void anotherEncodingReadsAllAnew() throws Exception {
    nights.write("a.txt", bases(2_000, 1));
    nights.night();

    assertThat(nights.night("encoding=windows-1252").changes()).isEqualTo(Map.of("new", 1L));
  }

  @Tag("full")
  @Test
  void whatIsAppendedMayBeFaulty() throws Exception {
    nights.write("a.txt", bases(LONG, 1));
    nights.night();
    nights.append("a.txt", bases(700, 2) + "\u00e9" + bases(100, 3));

    Night faulty = nights.night();

    assertThat(faulty.column("status")).containsEntry("a.txt", "failed");
    assertThat(faulty.tokens()).isLessThan(BEHIND + 700);

    nights.write("a.txt", bases(LONG, 1) + bases(700, 2));
    Night mended = nights.night();

    assertThat(mended.changeOf()).containsEntry("a.txt", "new");
    assertThat(mended.tokens()).isEqualTo(LONG + 700);
  }

  @Tag("full")
  @Test
  void aCopyIsNotReadEither() throws Exception {
    nights.write("a.txt", bases(3_000, 1));
    nights.night();
    nights.write("b.txt", bases(3_000, 1));
    nights.write("c.txt", bases(3_000, 2));

    Night copied = nights.night();

    assertThat(copied.changeOf())
        .isEqualTo(Map.of("a.txt", "unchanged", "b.txt", "unchanged", "c.txt", "new"));
    assertThat(copied.tokens()).isEqualTo(3_000);
  }

  @Test
  void aFileWrittenAgainWithinTheClocksTickIsLookedInto() throws Exception {
    nights.write("a.txt", bases(3_000, 1));
    FileTime now = FileTime.fromMillis(System.currentTimeMillis());
    Files.setLastModifiedTime(nights.file("a.txt"), now);
    nights.night();
    nights.write("a.txt", bases(3_000, 2));
    Files.setLastModifiedTime(nights.file("a.txt"), now);

    assertThat(nights.night().changeOf()).containsEntry("a.txt", "changed");
  }

  @Test
  void anotherWayOfReadingReadsAllAnew() throws Exception {
    nights.write("a.txt", bases(20_000, 1));
    nights.night();

    Night otherWindows = nights.night("windowTokens=400");
    Night otherModel = nights.night("model=" + TinyModels.dna(models.resolve("other"), 6));
    Night asBefore = nights.night();

    assertThat(otherWindows.changes()).isEqualTo(Map.of("new", 1L));
    assertThat(otherModel.changes()).isEqualTo(Map.of("new", 1L));
    assertThat(asBefore.changes()).isEqualTo(Map.of("unchanged", 1L, "gone", 0L));
    assertThat(nights.states()).hasSize(3);
  }

  @Tag("full")
  @Test
  void statesGoWithTheRunsThatCanUseThem() throws Exception {
    nights.write("a.txt", bases(20_000, 1));
    nights.night("windowTokens=400");
    nights.night();
    assertThat(nights.states()).hasSize(2);
    nights.runs().remove(nights.runs().committed().get(0));

    nights.write("a.txt", bases(21_000, 2));
    nights.night();

    assertThat(nights.states()).hasSize(1);
  }

  @Test
  void aDamagedStateCostsTimeAndNothingElse() throws Exception {
    nights.write("a.txt", bases(LONG, 1));
    nights.write("b.txt", bases(LONG, 2));
    nights.night();
    List<Path> states = nights.states();
    byte[] state = Files.readAllBytes(states.get(0));
    state[state.length / 2] ^= 1;
    Files.write(states.get(0), state);
    Files.write(states.get(1), new byte[3]);
    nights.append("a.txt", bases(300, 3));
    nights.append("b.txt", bases(300, 3));

    Night night = nights.night();

    assertThat(night.changes()).isEqualTo(Map.of("grown", 2L, "gone", 0L));
    assertThat(night.tokens()).isEqualTo(2 * (LONG + 300));
  }

  @Test
  void statesThatCannotBeKeptCostTimeAndNothingElse() throws Exception {
    nights.write("a.txt", bases(20_000, 1));
    Files.createDirectories(nights.output());
    Files.writeString(nights.output().resolve("_states"), "no folder");
    nights.night();
    nights.append("a.txt", bases(300, 2));

    Night night = nights.night();

    assertThat(night.changes()).isEqualTo(Map.of("grown", 1L, "gone", 0L));
    assertThat(night.tokens()).isEqualTo(20_300);
  }

  @Test
  void withoutTheRunBeforeAllIsNew() throws Exception {
    nights.write("a.txt", bases(LONG, 1));
    Night first = nights.night();
    nights.runs().remove(first.run());
    nights.append("a.txt", bases(300, 2));

    Night night = nights.night();

    assertThat(night.changes()).isEqualTo(Map.of("new", 1L));
    assertThat(night.tokens()).isEqualTo(LONG + 300);
  }

  @Test
  void aRunBeforeThatIsNotWholeIsRefused() throws Exception {
    nights.write("a.txt", bases(3_000, 1));
    Night first = nights.night();
    nights.write("b.txt", bases(3_000, 2));
    Path windows = Path.of(first.run().table("windows").replaceFirst("^file:", ""));
    try (Stream<Path> files = Files.list(windows)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        Files.delete(file);
      }
    }
    // An empty table, as one is that has lost its rows.
    LocalSpark.session()
        .read()
        .parquet(
            nights.analyze("mode=append", "output=" + folder.resolve("o")).run().table("windows"))
        .limit(0)
        .write()
        .mode("append")
        .parquet(windows.toString());

    assertThatThrownBy(() -> nights.analyze())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has 6 windows and its documents say 12")
        .hasMessageContaining(first.run().folder());

    assertThat(nights.runs().committed())
        .extracting(Runs.Committed::folder)
        .containsExactly(first.run().folder());
  }

  @Test
  void anIncrementalRunThatWasKilledGoesOn() throws Exception {
    nights.write("a.txt", bases(LONG, 1));
    nights.write("b.txt", bases(2_000, 2));
    nights.night();
    nights.append("a.txt", bases(150_000, 3));

    CompletableFuture<Void> killer = CompletableFuture.runAsync(this::killOnceItIsUnderWay);
    assertThatThrownBy(() -> nights.analyze("journal.tokens=5000")).isNotNull();
    killer.join();
    Night night = nights.night("journal.tokens=5000");

    assertThat(night.changes()).isEqualTo(Map.of("grown", 1L, "unchanged", 1L, "gone", 0L));
    assertThat(Long.parseLong(night.column("resumed_from_token").get("a.txt"))).isGreaterThan(LONG);

    nights.append("a.txt", bases(400, 4));
    assertThat(nights.night().tokens()).isLessThan(BEHIND + 400);
  }

  private void killOnceItIsUnderWay() {
    Path journal = nights.output().resolve("_journal");
    SparkContext spark = LocalSpark.session().sparkContext();
    try {
      while (!Files.isDirectory(journal) || journal.toFile().list().length < 6) {
        Thread.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    spark.cancelAllJobs();
  }
}
