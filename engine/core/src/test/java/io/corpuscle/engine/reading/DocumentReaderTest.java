package io.corpuscle.engine.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentReaderTest {
  private static final Set<Measure> ALL = EnumSet.allOf(Measure.class);

  private static LanguageModel model;
  private static Tokenizer tokenizer;

  @BeforeAll
  static void open(@TempDir Path directory) throws IOException {
    TinyDna dna = TinyDna.in(directory, Precision.FLOAT32);
    model = dna.model();
    tokenizer = dna.tokenizer();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 99, 100, 101, 127, 128, 200, 300})
  void windowsCoverTheDocumentWithoutGapOrOverlap(int tokens) throws IOException {
    List<WindowResult> windows = read(bases(tokens), new ReadingOptions(100, 64, 1, ALL));

    assertThat(windows).hasSize((tokens + 99) / 100);
    long at = 0;
    for (WindowResult window : windows) {
      assertThat(window.tokenStart()).isEqualTo(at);
      assertThat(window.byteStart()).isEqualTo(at);
      at = window.tokenEnd();
      assertThat(window.byteEnd()).isEqualTo(at);
    }
    assertThat(at).isEqualTo(tokens);
  }

  @Test
  void everyMeasureIsWhatTheModelSaysTokenByToken() throws IOException {
    byte[] text = bases(150);
    float[] nll = new float[151];
    float[] entropy = new float[151];
    FloatMatrix hidden = wholeDocument(text, nll, entropy);

    List<WindowResult> windows = read(text, new ReadingOptions(100, 64, 1, ALL));

    for (WindowResult window : windows) {
      double bits = 0;
      double max = 0;
      double entropyBits = 0;
      double embedding = 0;
      for (int j = (int) window.tokenStart(); j < window.tokenEnd(); j++) {
        bits += nll[j] / Math.log(2);
        max = Math.max(max, nll[j] / Math.log(2));
        entropyBits += entropy[j] / Math.log(2);
        embedding += hidden.get(j + 1, 7);
      }
      assertThat(window.bits().orElseThrow()).isCloseTo(bits, within(1e-9));
      assertThat(window.maxBits().orElseThrow()).isCloseTo(max, within(1e-12));
      assertThat(window.meanEntropy().orElseThrow())
          .isCloseTo(entropyBits / window.tokens(), within(1e-9));
      assertThat((double) window.embedding().orElseThrow().value(7))
          .isCloseTo(embedding / window.tokens(), within(1e-6));
    }
  }

  @Test
  void aMeasureNobodyAskedForIsAbsentAndChangesNoOther() throws IOException {
    byte[] text = bases(250);
    WindowResult all = read(text, new ReadingOptions(100, 64, 1, ALL)).get(1);
    for (Measure measure : Measure.values()) {
      WindowResult one = read(text, new ReadingOptions(100, 64, 1, Set.of(measure))).get(1);
      boolean surprisal = measure == Measure.SURPRISAL;
      assertThat(one.bits()).isEqualTo(surprisal ? all.bits() : java.util.OptionalDouble.empty());
      assertThat(one.meanEntropy().isPresent()).isEqualTo(measure == Measure.ENTROPY);
      assertThat(one.embedding())
          .isEqualTo(measure == Measure.EMBEDDING ? all.embedding() : Optional.empty());
    }
  }

  @Test
  void withoutMeasuresTheWindowsAreTheSameAndHoldNone() throws IOException {
    byte[] text = bases(250);
    List<WindowResult> measured = read(text, new ReadingOptions(100, 64, 1, ALL));
    List<WindowResult> counted = read(text, new ReadingOptions(100, 64, 1, Set.of()));

    assertThat(counted).hasSameSizeAs(measured);
    for (int w = 0; w < counted.size(); w++) {
      assertThat(counted.get(w).tokenEnd()).isEqualTo(measured.get(w).tokenEnd());
      assertThat(counted.get(w).byteEnd()).isEqualTo(measured.get(w).byteEnd());
      assertThat(counted.get(w).bits()).isEmpty();
    }
  }

  @Test
  void howTheBytesArriveChangesNothing() throws IOException {
    byte[] text = bases(1_000);
    ReadingOptions options = new ReadingOptions(100, 64, 1, ALL);
    List<WindowResult> whole = read(text, options);

    Random random = new Random(9);
    List<WindowResult> trickled =
        read(
            new FilterInputStream(stream(text)) {
              @Override
              public int read(byte[] b, int off, int len) throws IOException {
                return super.read(b, off, Math.min(len, 1 + random.nextInt(40)));
              }
            },
            options);

    assertThat(trickled).isEqualTo(whole);
  }

  @Test
  void anEmptyDocumentHasNoWindows() throws IOException {
    DocumentReading reading = reader(new ReadingOptions(100, 64, 1, ALL)).open(stream(new byte[0]));

    assertThat(reading.next()).isEmpty();
    assertThat(reading.next()).isEmpty();
    assertThat(reading.totals().tokens()).isZero();
    assertThat(reading.totals().bitsPerByte()).isEmpty();
  }

  @Test
  void windowsBeforeAFaultAreGiven() throws IOException {
    byte[] text = bases(40_000);
    text[39_000] = (byte) 0xFF;
    DocumentReading reading =
        reader(new ReadingOptions(1_000, 512, 1, Set.of())).open(stream(text));

    assertThatThrownBy(
            () -> {
              while (reading.next().isPresent()) {
                assertThat(reading.totals().windows()).isPositive();
              }
            })
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("39000");
    assertThat(reading.totals().windows()).isGreaterThan(20);
    assertThat(reading.totals().tokens()).isEqualTo(reading.totals().windows() * 1_000L);
  }

  @Test
  void aChunkThatIsNoMultipleOfATileIsRefused() {
    assertThatThrownBy(() -> new ReadingOptions(100, 100, 1, ALL))
        .hasMessageContaining("chunkTokens is 100")
        .hasMessageContaining("64");
  }

  /** The same document in one forward pass, without reader, windows or chunks. */
  private static FloatMatrix wholeDocument(byte[] text, float[] nll, float[] entropy) {
    List<Integer> ids = new ArrayList<>(List.of(tokenizer.documentStart()));
    io.corpuscle.engine.text.TokenStream stream = tokenizer.open((id, end) -> ids.add(id));
    stream.feed(text, 0, text.length);
    stream.finish();
    int[] all = ids.stream().mapToInt(Integer::intValue).toArray();
    int[] targets = new int[all.length];
    System.arraycopy(all, 1, targets, 0, all.length - 1);
    Chunk chunk = new Chunk(all.length);
    chunk.append(model.start(), all, 0, all.length);
    FloatMatrix hidden = FloatMatrix.zeros(all.length, model.modelDim());
    Workspace workspace = Workspace.poisoned();
    model.forward(chunk, hidden, workspace);
    model.surprisalAndEntropy(chunk, hidden, targets, nll, entropy, workspace);
    return hidden;
  }

  private static List<WindowResult> read(byte[] text, ReadingOptions options) throws IOException {
    return read(stream(text), options);
  }

  private static List<WindowResult> read(InputStream text, ReadingOptions options)
      throws IOException {
    List<WindowResult> windows = new ArrayList<>();
    try (DocumentReading reading = reader(options).open(text)) {
      for (Optional<WindowResult> w = reading.next(); w.isPresent(); w = reading.next()) {
        windows.add(w.get());
      }
      assertThat(reading.totals().windows()).isEqualTo(windows.size());
    }
    return windows;
  }

  private static DocumentReader reader(ReadingOptions options) {
    return new DocumentReader(model, tokenizer, options);
  }

  private static InputStream stream(byte[] text) {
    return new ByteArrayInputStream(text);
  }

  private static byte[] bases(int count) {
    StringBuilder text = new StringBuilder();
    new Random(count).ints(count, 0, 4).forEach(i -> text.append("ACGT".charAt(i)));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
