package io.corpuscle.engine.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import io.corpuscle.engine.text.TokenIds;
import io.corpuscle.engine.text.TokenStream;
import io.corpuscle.engine.text.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that are token ids: read as their text would be, but that there is no text. */
class TokenIdsReadingTest {
  private static final Set<Measure> ALL = EnumSet.allOf(Measure.class);

  private static LanguageModel model;
  private static Tokenizer tokenizer;

  @BeforeAll
  static void open(@TempDir Path directory) throws IOException {
    TinyDna dna = TinyDna.in(directory, Precision.FLOAT32);
    model = dna.model();
    tokenizer = dna.tokenizer();
  }

  @Test
  void theIdsOfATextAreReadAsTheText() throws IOException {
    byte[] text = bases(5_000);
    DocumentReader reader = reader(100);
    List<WindowResult> ofText = windows(reader.open(new ByteArrayInputStream(text)));

    DocumentReading reading = reader.openTokens(new ByteArrayInputStream(ids(text)));
    List<WindowResult> ofIds = windows(reading);

    assertThat(ofText).hasSize(50);
    assertThat(ofIds).isEqualTo(ofText.stream().map(TokenIdsReadingTest::withoutText).toList());
    assertThat(ofIds.get(0).bits().orElseThrow()).isPositive().isFinite();
    assertThat(reading.totals().tokens()).isEqualTo(5_000);
    assertThat(reading.totals().bytes()).isZero();
    assertThat(reading.totals().bitsPerByte()).isEmpty();
  }

  @Test
  void whatIsReadOnFromASnapshotIsWhatWouldHaveBeenRead() {
    byte[] ids = ids(bases(6_000));
    ResumableText whole = read(ids, List.of());
    byte[] snapshot = whole.taken().get(whole.taken().size() / 2);

    ResumableText resumed = read(ids, List.of(snapshot));

    int from = resumed.resumedFrom().orElseThrow().windows();
    assertThat(from).isPositive();
    assertThat(resumed.refusals()).isEmpty();
    assertThat(resumed.windows()).isEqualTo(whole.windows().subList(from, whole.windows().size()));
    assertThat(resumed.end().totals()).isEqualTo(whole.end().totals());
  }

  @Test
  void idsThatAreAppendedAreReadAsIfTheyHadAlwaysBeenThere() {
    byte[] longer = ids(bases(9_000));
    ResumableText first = read(Arrays.copyOf(longer, 4 * 6_001), List.of());

    ResumableText whole = read(longer, List.of());
    ResumableText resumed = read(longer, List.of(first.lastEdge().orElseThrow()));

    int from = resumed.resumedFrom().orElseThrow().windows();
    assertThat(resumed.windows()).isEqualTo(whole.windows().subList(from, whole.windows().size()));
    assertThat(resumed.end().totals()).isEqualTo(whole.end().totals());
  }

  @Test
  void aSnapshotOfOtherIdsIsRefused() {
    byte[] ids = ids(bases(6_000));
    byte[] snapshot = read(ids, List.of()).taken().get(60);
    ids[0] ^= 1;

    assertThat(read(ids, List.of(snapshot)).refusals())
        .singleElement()
        .asString()
        .contains("are others");
  }

  @Test
  void anIdOutsideOfTheVocabularyIsAFaultThatSaysWhere() throws IOException {
    for (int wrong : new int[] {-1, model.vocabulary(), Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      byte[] ids = ids(bases(1_000));
      System.arraycopy(TokenIds.bytes(wrong), 0, ids, 4 * 567, 4);
      DocumentReading reading = reader(100).openTokens(new ByteArrayInputStream(ids));
      for (int window = 0; window < 5; window++) {
        assertThat(reading.next()).isPresent();
      }
      assertThatThrownBy(reading::next)
          .isInstanceOfSatisfying(
              DocumentException.class, e -> assertThat(e.fault()).isEqualTo(Fault.INVALID_TOKEN))
          .hasMessageContaining(
              "token 567, counted from 0, is %d and the model's ids go from 0 to %d",
              wrong, model.vocabulary() - 1);
    }
  }

  @Test
  void anIdThatEndsEarlyIsAFault() {
    byte[] ids = Arrays.copyOf(ids(bases(10)), 39);
    DocumentReading reading = reader(100).openTokens(new ByteArrayInputStream(ids));

    assertThatThrownBy(reading::next)
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("end 3 bytes into token 9");
  }

  private static WindowResult withoutText(WindowResult window) {
    return new WindowResult(
        window.window(),
        window.tokenStart(),
        window.tokenEnd(),
        0,
        0,
        window.bits(),
        window.maxBits(),
        window.meanEntropy(),
        window.embedding(),
        window.spikes(),
        window.experts());
  }

  private static ResumableText read(byte[] ids, List<byte[]> snapshots) {
    ResumableText document = new ResumableText(Content.TOKEN_IDS, ids, snapshots);
    JointReading reading = reader(250).together(List.of(document).iterator());
    while (reading.advance()) {
      assertThat(document.refusals()).hasSizeLessThan(2);
    }
    return document;
  }

  private static List<WindowResult> windows(DocumentReading reading) throws IOException {
    List<WindowResult> windows = new ArrayList<>();
    for (Optional<WindowResult> next = reading.next(); next.isPresent(); next = reading.next()) {
      windows.add(next.get());
    }
    return windows;
  }

  private static DocumentReader reader(int windowTokens) {
    return new DocumentReader(model, tokenizer, new ReadingOptions(windowTokens, 64, 1, ALL));
  }

  private static byte[] ids(byte[] text) {
    List<Integer> ids = new ArrayList<>();
    TokenStream stream = tokenizer.open((id, byteEnd) -> ids.add(id));
    stream.feed(text, 0, text.length);
    stream.finish();
    return TokenIds.bytes(ids.stream().mapToInt(Integer::intValue).toArray());
  }

  private static byte[] bases(int count) {
    StringBuilder text = new StringBuilder();
    new Random(count).ints(count, 0, 4).forEach(i -> text.append("ACGT".charAt(i)));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
