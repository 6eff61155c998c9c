package io.corpuscle.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.jobs.faults.Fault.What;
import io.corpuscle.jobs.faults.Fault.When;
import io.corpuscle.jobs.journal.Entry;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.DocumentFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a run does with a journal that is not what it was written as, or not of what it reads: it
 * falls back, at worst to reading all, and is right.
 */
class JournalDamageTest {
  private static final long FAILS_AT = 3 * Lake.LONG / 4;

  @TempDir private Path folder;
  private Lake lake;
  private LocalRuns runs;

  /** A run that came to three quarters of the long document. */
  @BeforeEach
  void beginARun() throws IOException {
    lake = Lake.in(folder);
    runs = new LocalRuns(lake);
    Files.delete(lake.corpus().resolve("poison.txt"));
    Fault unreadable =
        Fault.once(When.READ, "long.txt", What.FAIL).atByte(FAILS_AT).times(Fault.ALWAYS);
    assertThatThrownBy(() -> runs.run(List.of(unreadable), "onError=fail"))
        .isInstanceOf(DocumentFailedException.class);
    assertThat(snapshots()).hasSizeGreaterThan(3);
  }

  /** The entries that the long document can be read on from, the last first. */
  private List<Entry> snapshots() {
    return runs.journal().stream()
        .filter(entry -> entry.to() != Long.MAX_VALUE && entry.to() > 60_000)
        .sorted(Comparator.comparingLong(Entry::to).reversed())
        .toList();
  }

  @Test
  void aWholeJournalIsGoneOnFromWhereItEnds() {
    long last = snapshots().get(0).to();

    assertThat(resumed("long.txt")).isEqualTo(last);
  }

  @Test
  void aTornSegmentIsFallenBackFrom() throws IOException {
    List<Entry> snapshots = snapshots();
    Path last = runs.segment(snapshots.get(0).segment());
    byte[] whole = Files.readAllBytes(last);
    Files.write(last, Arrays.copyOf(whole, whole.length - 1));
    removeChecksum(last);

    assertThat(resumed("long.txt")).isEqualTo(snapshots.get(1).to());
  }

  @Test
  void segmentsWithFlippedBitsAreFallenBackFrom() throws IOException {
    Random random = new Random(3);
    for (Entry entry : snapshots()) {
      Path segment = runs.segment(entry.segment());
      byte[] bytes = Files.readAllBytes(segment);
      bytes[random.nextInt(bytes.length)] ^= 4;
      Files.write(segment, bytes);
      removeChecksum(segment);
    }

    assertThat(resumed("long.txt")).isLessThanOrEqualTo(60_000);
  }

  @Test
  void aJournalOfNothingButRubbishCostsTime() throws IOException {
    for (Entry entry : runs.journal()) {
      Path segment = runs.segment(entry.segment());
      Files.write(segment, new byte[0]);
      removeChecksum(segment);
    }
    Files.writeString(runs.segment("job-scan-0-0-0.segment"), "what is this");

    assertThat(resumed("long.txt")).isZero();
  }

  /** Of the same length, and as old, as the one it takes the place of. */
  @Test
  void aTextThatIsAnotherNowIsReadAnew() throws IOException {
    rewrite("long.txt", Lake.bases(Lake.LONG, 77));

    assertThat(resumed("long.txt")).isZero();
  }

  @Test
  void aTextThatIsAnotherBehindAnEarlierSnapshotIsGoneOnFromThere() throws IOException {
    List<Entry> snapshots = snapshots();
    int changed = (int) snapshots.get(1).to();
    StringBuilder text = new StringBuilder(Lake.bases(Lake.LONG, Lake.LONG));
    text.setCharAt(changed, text.charAt(changed) == 'A' ? 'C' : 'A');
    rewrite("long.txt", text.toString());

    assertThat(resumed("long.txt")).isPositive().isLessThan(changed);
  }

  @Test
  void whatAnotherModelReadIsNotGoneOnFrom() throws IOException {
    TinyModels.dna(folder.resolve("model"), 6);

    assertThat(resumed("long.txt")).isZero();
  }

  @Test
  void whatWasReadOfAnotherDocumentIsNotGoneOnFrom() throws IOException {
    Path middling = lake.corpus().resolve("middling.txt");
    Path aside = lake.corpus().resolve("aside.txt");
    Files.move(middling, aside);
    Files.move(lake.corpus().resolve("long.txt"), middling);
    Files.move(aside, lake.corpus().resolve("long.txt"));

    assertThat(resumed("middling.txt")).isZero();
  }

  @Test
  void whatWasReadWithOtherOptionsIsNotGoneOnFrom() {
    assertThat(resumed("long.txt", "windowTokens=900")).isZero();
  }

  /** Runs the command again, demands that it is right, and says where it took a document up. */
  private long resumed(String document, String... overrides) {
    Runs.Committed run = runs.run(List.of(), overrides);
    assertThat(run.manifest().contentHash()).isEqualTo(lake.undisturbed(overrides));
    assertThat(run.manifest().counts().failed()).isZero();
    return runs.resumedFrom(run, document);
  }

  private void rewrite(String name, String text) throws IOException {
    Path file = lake.corpus().resolve(name);
    FileTime modified = Files.getLastModifiedTime(file);
    assertThat(Files.size(file)).isEqualTo(text.length());
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, modified);
  }

  /** So that it is not Hadoop's local file system that finds the damage. */
  private static void removeChecksum(Path file) throws IOException {
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }
}
