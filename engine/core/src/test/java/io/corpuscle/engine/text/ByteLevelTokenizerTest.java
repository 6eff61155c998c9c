package io.corpuscle.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the byte-level tokenizers promise beyond what every text shows. */
class ByteLevelTokenizerTest {
  private static final int LIMIT = PreTokenScanner.LIMIT;
  private final Tokenizer bytes = TinyModels.open(TinyModels::byteLevel);
  private final Tokenizer qwen2 = TinyModels.open(TinyModels::qwen2);

  @Test
  void anEmptyDocumentHasNoTokens() {
    assertThat(Reading.whole(bytes, "").ids()).isEmpty();
    assertThat(Reading.whole(qwen2, "").ids()).isEmpty();
  }

  @Test
  void aControlTokensNameInATextStaysText() {
    for (Tokenizer tokenizer : List.of(bytes, qwen2)) {
      Reading reading = Reading.whole(tokenizer, "a<|endoftext|>b");

      assertThat(reading.ids()).doesNotContain(tokenizer.documentStart()).hasSizeGreaterThan(10);
      assertThat(reading.ends().get(reading.ends().size() - 1)).isEqualTo(15);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "-", " ", "\n"})
  void aRunBeyondTheLimitIsTokenizedInPartsOfTheLimit(String character) {
    String run = character.repeat(LIMIT + 10);

    List<Integer> ids = Reading.whole(bytes, run).ids();

    List<Integer> parts = new ArrayList<>(Reading.whole(bytes, run.substring(0, LIMIT)).ids());
    parts.addAll(Reading.whole(bytes, run.substring(LIMIT)).ids());
    assertThat(ids).isEqualTo(parts);
  }

  @Test
  void aRunAsLongAsTheLimitIsNotCut() {
    byte[] text = ("a".repeat(LIMIT) + "!").getBytes(StandardCharsets.UTF_8);

    assertThat(preTokens(text)).containsExactly(LIMIT, 1);
  }

  @Test
  void longRunsAreCutBetweenCharactersAndAsThoughTheTextEndedThere() {
    assertThat(preTokens("\u6c49".repeat(LIMIT / 3 + 2).getBytes(StandardCharsets.UTF_8)))
        .containsExactly(LIMIT / 3 * 3, 6);
    // As in short runs, a word takes the last white space with it; a cut takes all there is.
    assertThat(preTokens((" ".repeat(LIMIT) + "a").getBytes(StandardCharsets.UTF_8)))
        .containsExactly(LIMIT - 1, 2);
    assertThat(preTokens((" ".repeat(LIMIT + 1) + "a").getBytes(StandardCharsets.UTF_8)))
        .containsExactly(LIMIT, 2);
    assertThat(preTokens(("\n" + " ".repeat(LIMIT) + "\n").getBytes(StandardCharsets.UTF_8)))
        .containsExactly(1, LIMIT, 1);
  }

  @Test
  void theCarryNeverOutgrowsTheLimit() {
    byte[] text = ("x" + " ".repeat(3 * LIMIT)).getBytes(StandardCharsets.UTF_8);
    long[] end = {0};
    TokenStream stream = bytes.open((id, byteEnd) -> end[0] = byteEnd);

    for (int at = 0; at < text.length; at += 1000) {
      int length = Math.min(1000, text.length - at);
      stream.feed(text, at, length);
      assertThat(at + length - end[0]).isLessThanOrEqualTo(LIMIT);
    }
  }

  @Test
  void threadsShareATokenizer() throws ExecutionException, InterruptedException {
    List<String> texts =
        IntStream.range(0, 2000)
            .mapToObj(i -> "the thing's " + Integer.toString(i * 7919, 36) + "\r\n--" + i)
            .toList();
    List<Reading> alone = texts.stream().map(text -> Reading.whole(bytes, text)).toList();
    Tokenizer shared = TinyModels.open(TinyModels::byteLevel);
    ExecutorService threads = Executors.newFixedThreadPool(2, task -> new Thread(task, "reader"));
    try {
      List<Future<List<Reading>>> together = new ArrayList<>();
      for (int thread = 0; thread < 2; thread++) {
        together.add(
            threads.submit(() -> texts.stream().map(text -> Reading.whole(shared, text)).toList()));
      }
      for (Future<List<Reading>> readings : together) {
        assertThat(readings.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aWordRememberedInThePlaceOfAnotherIsNotTakenForIt() {
    // More words than there are places to remember them.
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 150_000; i++) {
      text.append(' ').append(Integer.toString(i, 36).replaceAll("[0-9]", "q"));
    }
    LibraryTokenizer library =
        LibraryTokenizer.of(
            ByteLevelDefinition.ofTokenizerJson("tiny", TinyModels.tokenizerJson()));

    assertThat(Reading.whole(bytes, text.toString()).ids()).isEqualTo(library.ids(text.toString()));
  }

  /** The lengths of a text's pre-tokens. */
  private static List<Integer> preTokens(byte[] text) {
    PreTokenScanner scanner = new PreTokenScanner();
    List<Integer> lengths = new ArrayList<>();
    for (int at = 0; at < text.length; at += lengths.get(lengths.size() - 1)) {
      lengths.add(scanner.next(text, at, text.length, true));
    }
    return lengths;
  }
}
