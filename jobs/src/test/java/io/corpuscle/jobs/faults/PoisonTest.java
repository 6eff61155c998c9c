package io.corpuscle.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.run.RunManifest.Counts;
import io.corpuscle.jobs.run.Runs;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that cannot be read among those that can, and very many of the latter. */
class PoisonTest {
  private static final byte[] NOT_UTF8 = {'A', 'C', 'G', (byte) 0xFF, 'T'};

  /** How many documents of one line; more with {@code -Dfaults.documents=…}. */
  private static final int DOCUMENTS = Integer.getInteger("faults.documents", 50_000);

  @TempDir private Path folder;
  private Lake lake;
  private LocalRuns runs;

  @BeforeEach
  void writeALake() throws IOException {
    lake = Lake.in(folder);
    runs = new LocalRuns(lake);
    Files.delete(lake.corpus().resolve("poison.txt"));
  }

  /** Of the names that sort before, among and behind those of the others. */
  @ParameterizedTest
  @ValueSource(strings = {"aaa.txt", "middle.txt", "short/99.txt", "zzz.txt"})
  void aPoisonedDocumentFailsAloneWhereverItStands(String name) throws IOException {
    Counts sound = runs.run(List.of(), "partitions=1").manifest().counts();
    Files.write(lake.corpus().resolve(name), NOT_UTF8);

    Runs.Committed run = runs.run(List.of(), "partitions=1", "mode=overwrite");

    assertThat(run.manifest().counts())
        .isEqualTo(
            new Counts(sound.documents() + 1, 1, sound.windows(), sound.tokens(), sound.bytes()));
    assertThat(run.manifest().contentHash()).isEqualTo(lake.undisturbed());
  }

  @Test
  void nothingButPoison() throws IOException {
    Path poison = Files.createDirectories(folder.resolve("poison"));
    for (int i = 0; i < 30; i++) {
      Files.write(poison.resolve(i + ".txt"), NOT_UTF8);
    }

    Runs.Committed run = runs.run(List.of(), "input=" + poison);

    assertThat(run.manifest().counts()).isEqualTo(new Counts(30, 30, 0, 0, 0));
  }

  @Test
  void veryManyDocumentsOfOneLine() throws IOException {
    Path lines = Files.createDirectories(folder.resolve("lines"));
    try (Writer out =
        Files.newBufferedWriter(lines.resolve("lines.jsonl"), StandardCharsets.UTF_8)) {
      for (int i = 0; i < DOCUMENTS; i++) {
        out.write("{\"id\": " + i + ", \"text\": \"" + "ACGTTGCA".substring(i % 7) + "\"}\n");
      }
    }

    Runs.Committed run = runs.run(List.of(), "input=" + lines, "embeddings=false");

    assertThat(run.manifest().counts().documents()).isEqualTo(DOCUMENTS);
    assertThat(run.manifest().counts().windows()).isEqualTo(DOCUMENTS);
    assertThat(run.manifest().counts().failed()).isZero();
    assertThat(runs.left()).hasSize(1);
    assertThat(run.manifest().contentHash())
        .isEqualTo(lake.undisturbed("input=" + lines, "embeddings=false"));
  }
}
