package io.corpuscle.jobs.texts;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.DocumentReading;
import io.corpuscle.engine.reading.EmbeddingVector;
import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.reading.WindowResult;
import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextReadingsTest {
  private static final int TOGETHER = 4;
  private static final ReadingOptions OPTIONS =
      new ReadingOptions(100, 64, TOGETHER, Set.of(Measure.SURPRISAL, Measure.EMBEDDING));

  private static Engine engine;

  @BeforeAll
  static void open(@TempDir Path folder) throws IOException {
    engine = Engine.open(TinyModels.dna(folder, 5), EngineOptions.defaults());
  }

  private static DocumentReader reader() {
    return engine.reader(OPTIONS);
  }

  private static byte[] bases(int count) {
    StringBuilder text = new StringBuilder();
    new Random(count).ints(count, 0, 4).forEach(i -> text.append("ACGT".charAt(i)));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static TextReadings<byte[]> read(List<byte[]> texts) {
    return new TextReadings<>(reader(), texts.iterator(), Optional::of);
  }

  @Test
  void aTextIsReadInCompanyAsItIsAlone() {
    List<byte[]> texts = IntStream.range(0, 30).mapToObj(i -> bases(17 * i % 311)).toList();

    TextReadings<byte[]> together = read(texts);

    for (byte[] text : texts) {
      TextReadings.Read<byte[]> next = together.next();
      assertThat(next.item()).isSameAs(text);
      assertThat(next.reading()).contains(TextReadings.of(reader(), text));
      assertThat(next.reading().orElseThrow().totals().bits().orElseThrow()).isFinite();
    }
    assertThat(together.hasNext()).isFalse();
  }

  @Test
  void anItemWithoutATextHasNoReadingAndKeepsItsPlace() {
    List<Optional<byte[]>> items =
        List.of(Optional.empty(), Optional.of(bases(70)), Optional.empty(), Optional.of(bases(9)));
    TextReadings<Optional<byte[]>> readings =
        new TextReadings<>(reader(), items.iterator(), item -> item);

    List<Optional<Long>> tokens = new ArrayList<>();
    readings.forEachRemaining(
        read -> tokens.add(read.reading().map(reading -> reading.totals().tokens())));

    assertThat(tokens)
        .containsExactly(Optional.empty(), Optional.of(70L), Optional.empty(), Optional.of(9L));
  }

  @Test
  void nothingIsReadOfNothing() {
    assertThat(read(List.of()).hasNext()).isFalse();
  }

  @Test
  void anEmptyTextHasNoBitsAndNoEmbedding() {
    TextReading reading = TextReadings.of(reader(), new byte[0]);

    assertThat(reading.totals().tokens()).isZero();
    assertThat(reading.totals().bitsPerByte()).isEmpty();
    assertThat(reading.totals().bitsPerToken()).isEmpty();
    assertThat(reading.embedding()).isEmpty();
  }

  @Test
  void aTextThatIsNotUtf8EndsWithItsFaultAndNoOtherDoes() {
    byte[] bad = {'A', 'C', (byte) 0xFF};

    TextReadings<byte[]> readings = read(List.of(bases(50), bad, bases(60)));

    assertThat(readings.next().reading().orElseThrow().fault()).isEmpty();
    assertThat(readings.next().reading().orElseThrow().fault())
        .get()
        .extracting(fault -> ((DocumentException) fault).fault())
        .isEqualTo(Fault.INVALID_UTF8);
    assertThat(readings.next().reading()).contains(TextReadings.of(reader(), bases(60)));
  }

  @Test
  void theEmbeddingIsTheMeanOverAllTokens() throws IOException {
    byte[] text = bases(250);
    List<WindowResult> windows = new ArrayList<>();
    try (DocumentReading reading = reader().open(new ByteArrayInputStream(text))) {
      for (Optional<WindowResult> w = reading.next(); w.isPresent(); w = reading.next()) {
        windows.add(w.get());
      }
    }

    EmbeddingVector mean = TextReadings.of(reader(), text).embedding().orElseThrow();

    assertThat(windows).extracting(WindowResult::tokens).containsExactly(100L, 100L, 50L);
    for (int i = 0; i < mean.size(); i++) {
      double sum = 0;
      for (WindowResult window : windows) {
        sum += (double) window.embedding().orElseThrow().value(i) * window.tokens();
      }
      assertThat(mean.value(i)).isFinite().isEqualTo((float) (sum / 250));
    }
    assertThat(TextReadings.of(reader(), bases(99)).embedding())
        .isEqualTo(firstWindow(bases(99)).embedding());
  }

  private static WindowResult firstWindow(byte[] text) throws IOException {
    try (DocumentReading reading = reader().open(new ByteArrayInputStream(text))) {
      return reading.next().orElseThrow();
    }
  }

  @Test
  void noMoreItemsAreTakenThanAreReadTogether() {
    AtomicInteger taken = new AtomicInteger();
    Iterator<byte[]> endless =
        Collections.nCopies(100_000, bases(200)).stream()
            .peek(text -> taken.incrementAndGet())
            .iterator();
    TextReadings<byte[]> readings = new TextReadings<>(reader(), endless, Optional::of);

    for (int given = 1; given <= 50; given++) {
      readings.next();
      // One more is looked at to see that it is there.
      assertThat(taken.get()).isLessThanOrEqualTo(given + 2 * TOGETHER + 1);
    }
  }
}
