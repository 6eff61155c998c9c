package io.corpuscle.engine.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.reading.BasesDocument.Damage;
import io.corpuscle.engine.reading.BasesDocument.Recipe;
import io.corpuscle.engine.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JointReadingTest {
  private static final int WINDOW = 100;
  private static final Set<Measure> NOTHING = Set.of();
  private static final Set<Measure> BITS = Set.of(Measure.SURPRISAL);

  private static LanguageModel model;
  private static Tokenizer tokenizer;

  @BeforeAll
  static void open(@TempDir Path directory) throws IOException {
    TinyDna dna = TinyDna.in(directory, Precision.FLOAT32);
    model = dna.model();
    tokenizer = dna.tokenizer();
  }

  /** With the control token, documents are of 201 tokens, or of 151 to 251. */
  @ParameterizedTest
  @CsvSource({
    "128, 200, 200, 0.97",
    "256, 200, 200, 0.97",
    "512, 200, 200, 0.96",
    "128, 150, 250, 0.97",
    "256, 150, 250, 0.97",
    "512, 150, 250, 0.96",
    "128, 10, 30, 0.90"
  })
  void shortDocumentsFillChunks(int chunkTokens, int least, int most, double share) {
    List<BasesDocument> documents =
        IntStream.range(0, 400)
            .mapToObj(i -> BasesDocument.good(least + i * 37 % (most - least + 1)))
            .toList();

    int chunks = chunks(reader(chunkTokens, 8, NOTHING).together(documents.iterator()));

    long tokens = documents.stream().mapToLong(d -> 1 + d.end().totals().tokens()).sum();
    assertThat((double) tokens / chunks / chunkTokens).isGreaterThan(share);
  }

  @Test
  void aLongDocumentFillsEveryChunkButItsLast() {
    BasesDocument document = BasesDocument.good(99 * 128);

    assertThat(chunks(reader(128, 8, NOTHING).together(List.of(document).iterator())))
        .isEqualTo(100);
  }

  @Test
  void aLongDocumentAmongShortOnesFillsChunksToo() {
    List<BasesDocument> documents =
        Stream.of(200, 200, 60_000, 200, 200).map(BasesDocument::good).toList();

    int chunks = chunks(reader(128, 8, NOTHING).together(documents.iterator()));

    int tokens = 4 * 201 + 60_001;
    assertThat(chunks).isBetween(tokens / 128, tokens / 128 + 3);
  }

  @Test
  void oneTextIsOpenAtATimeAndNoMoreDocumentsThanMayBe() {
    List<BasesDocument> given = new ArrayList<>();
    Iterator<BasesDocument> documents =
        IntStream.range(0, 60)
            .mapToObj(i -> BasesDocument.good(i % 20 == 19 ? 40_000 : 10 * i))
            .peek(
                next -> {
                  assertThat(given).noneMatch(BasesDocument::textOpen);
                  assertThat(given.stream().filter(d -> !d.ended())).hasSizeLessThan(5);
                  given.add(next);
                })
            .iterator();

    chunks(reader(128, 5, NOTHING).together(documents));

    assertThat(given).hasSize(60).allMatch(BasesDocument::ended);
  }

  @Test
  void noDocumentIsOpenedBeforeItsTurn() {
    List<BasesDocument> given = new ArrayList<>();
    Iterator<BasesDocument> documents =
        Stream.of(60_000, 200).map(BasesDocument::good).peek(given::add).iterator();
    JointReading reading = reader(128, 8, NOTHING).together(documents);

    for (int chunk = 0; chunk < 300; chunk++) {
      reading.advance();
    }

    assertThat(given).hasSize(1);
    assertThat(given.get(0).windows()).hasSizeGreaterThan(300);
  }

  @Test
  void aFaultEndsItsDocumentAndNoOther() {
    int good = 1 << 14;
    List<BasesDocument> documents =
        Stream.of(
                new Recipe(300, Damage.NONE, 0, 1),
                new Recipe(300, Damage.IS_GONE, 0, 2),
                new Recipe(good + 300, Damage.STORAGE_FAILS, good + 250, 3),
                new Recipe(300, Damage.CANNOT_BE_OPENED, 0, 4),
                new Recipe(good + 300, Damage.NOT_UTF8, good + 250, 5),
                new Recipe(300, Damage.NONE, 0, 6))
            .map(BasesDocument::new)
            .toList();

    chunks(reader(128, 4, BITS).together(documents.iterator()));

    assertThat(documents.stream().map(d -> d.end().fault().map(Exception::getMessage).orElse("ok")))
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo("ok"),
            gone -> assertThat(gone).isEqualTo("gone"),
            failing -> assertThat(failing).contains("no answer at byte " + (good + 250)),
            damaged -> assertThat(damaged).isEqualTo("damaged"),
            invalid -> assertThat(invalid).contains("at byte " + (good + 250)),
            last -> assertThat(last).isEqualTo("ok"));
    // Every window of the block before the fault, and not a part of one.
    assertThat(documents.stream().map(d -> d.end().totals().windows()))
        .containsExactly(3, 0, good / WINDOW, 0, good / WINDOW, 3);
    assertThat(documents.get(2).end().totals().tokens()).isEqualTo(good / WINDOW * WINDOW);
  }

  @Test
  void statesAreUsedAgain() {
    DocumentReader reader = reader(256, 2, BITS);
    int block = 1 << 14;
    List<BasesDocument> documents =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    i % 10 == 0
                        ? new Recipe(block + 9, Damage.NOT_UTF8, block + 3, i)
                        : new Recipe(5 * i, Damage.NONE, 0, i))
            .map(BasesDocument::new)
            .toList();

    chunks(reader.together(documents.iterator()));

    assertThat(reader.stateBytes()).isPositive().isLessThanOrEqualTo(2 * model.start().bytes());
  }

  @Test
  void documentsShareTheTimeTheyTook() {
    List<BasesDocument> documents =
        IntStream.range(0, 20).mapToObj(i -> BasesDocument.good(i == 0 ? 4_000 : 200)).toList();
    long started = System.nanoTime();

    chunks(reader(256, 8, BITS).together(documents.iterator()));

    double elapsed = (System.nanoTime() - started) / 1e9;
    double sum = documents.stream().mapToDouble(d -> d.end().seconds()).sum();
    assertThat(sum).isBetween(0.5 * elapsed, elapsed);
    assertThat(documents).allMatch(d -> d.end().seconds() > 0);
  }

  @Test
  void whoStopsEarlyLeavesNoTextOpen() throws IOException {
    BasesDocument document = BasesDocument.good(100_000);
    DocumentReader reader = reader(256, 8, BITS);
    try (JointReading reading = reader.together(List.of(document).iterator())) {
      assertThat(reading.advance()).isTrue();
      assertThat(document.textOpen()).isTrue();
    }

    assertThat(document.textOpen()).isFalse();
    assertThat(document.ended()).isFalse();
    double bits = bits(reader, BasesDocument.good(500));
    assertThat(bits).isEqualTo(bits(reader(256, 8, BITS), BasesDocument.good(500)), within(0.0));
  }

  @Test
  void noDocumentsAreReadToTheEndAtOnce() {
    assertThat(reader(128, 8, BITS).together(List.<Document>of().iterator()).advance()).isFalse();
  }

  @Test
  void lessThanOneDocumentIsRefused() {
    assertThatThrownBy(() -> reader(128, 0, BITS))
        .hasMessageContaining("documentsTogether is 0")
        .hasMessageContaining("at least 1");
  }

  private static double bits(DocumentReader reader, BasesDocument document) {
    chunks(reader.together(List.of(document).iterator()));
    return document.end().totals().bits().orElseThrow();
  }

  /** Reads to the end; how many chunks it took. */
  private static int chunks(JointReading reading) {
    int chunks = 1;
    while (reading.advance()) {
      chunks++;
    }
    return chunks;
  }

  private static DocumentReader reader(
      int chunkTokens, int documentsTogether, Set<Measure> measures) {
    return new DocumentReader(
        model, tokenizer, new ReadingOptions(WINDOW, chunkTokens, documentsTogether, measures));
  }
}
