package io.corpuscle.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for every document, however its bytes arrive. */
class TokenStreamProperties {
  private static final Tokenizer BYTES = TinyModels.open(TinyModels::byteLevel);
  private static final Tokenizer QWEN2 = TinyModels.open(TinyModels::qwen2);
  private static final Tokenizer CHARACTERS = TinyModels.open(TinyModels::characters);
  private static final List<Tokenizer> ALL = List.of(BYTES, QWEN2, CHARACTERS);

  private static final ByteLevelDefinition BYTES_DEFINITION =
      ByteLevelDefinition.ofTokenizerJson("tiny", TinyModels.tokenizerJson());
  private static final LibraryTokenizer BYTES_LIBRARY = LibraryTokenizer.of(BYTES_DEFINITION);
  private static final LibraryTokenizer QWEN2_LIBRARY =
      LibraryTokenizer.of(TinyModels.qwen2Definition());

  @Property(tries = 500)
  void cuttingTheBytesAnywhereChangesNoTokenAndNoOffset(
      @ForAll("wild") String text,
      @ForAll @IntRange(min = 1, max = 40) int longest,
      @ForAll long seed) {
    for (Tokenizer tokenizer : ALL) {
      assertThat(inPieces(tokenizer, text, longest, seed))
          .isEqualTo(Reading.whole(tokenizer, text));
    }
  }

  @Property(tries = 40)
  void cuttingRunsBeyondTheLimitAnywhereChangesNothing(
      @ForAll("longRuns") String text,
      @ForAll @IntRange(min = 1, max = 100_000) int longest,
      @ForAll long seed) {
    for (Tokenizer tokenizer : ALL) {
      assertThat(inPieces(tokenizer, text, longest, seed))
          .isEqualTo(Reading.whole(tokenizer, text));
    }
  }

  @Property(tries = 500)
  void anotherStreamGoesOnWhereOneWas(
      @ForAll("wild") String text,
      @ForAll @IntRange(min = 1, max = 40) int longest,
      @ForAll long seed)
      throws IOException {
    for (Tokenizer tokenizer : ALL) {
      assertThat(inTurns(tokenizer, text, longest, seed)).isEqualTo(Reading.whole(tokenizer, text));
    }
  }

  @Property(tries = 40)
  void anotherStreamGoesOnWithinRunsBeyondTheLimit(
      @ForAll("longRuns") String text,
      @ForAll @IntRange(min = 1, max = 100_000) int longest,
      @ForAll long seed)
      throws IOException {
    int most = Math.max(longest, text.length() / 50);
    for (Tokenizer tokenizer : ALL) {
      assertThat(inTurns(tokenizer, text, most, seed)).isEqualTo(Reading.whole(tokenizer, text));
    }
  }

  @Property(tries = 500)
  void tokensAreThoseTheLibraryGivesForTheWholeText(@ForAll("wild") String text) {
    assertThat(Reading.whole(BYTES, text).ids()).isEqualTo(BYTES_LIBRARY.ids(text));
  }

  @Property(tries = 500)
  void tokensOfNormalisedTextAreThoseTheLibraryGives(@ForAll("mixed") String text) {
    assertThat(Reading.whole(QWEN2, text).ids()).isEqualTo(QWEN2_LIBRARY.ids(text));
  }

  @Property(tries = 300)
  void theBytesOfTheTokensAreTheText(@ForAll("wild") String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Map<Integer, String> tokens = new HashMap<>();
    BYTES_DEFINITION.vocabulary().ids().forEach((token, id) -> tokens.put(id, token));

    Reading reading = Reading.whole(BYTES, text);

    int start = 0;
    for (int i = 0; i < reading.ids().size(); i++) {
      int end = reading.ends().get(i).intValue();
      assertThat(tokens.get(reading.ids().get(i))).isEqualTo(TinyModels.written(bytes, start, end));
      start = end;
    }
    assertThat(start).isEqualTo(bytes.length);
  }

  @Property(tries = 200)
  void aStreamGoesOnFromTheEndOfAWord(@ForAll("wild") String before, @ForAll("wild") String after) {
    String text = before + after;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long[] decided = {0};
    TokenStream first = BYTES.open((id, byteEnd) -> decided[0] = byteEnd);
    first.feed(bytes, 0, before.getBytes(StandardCharsets.UTF_8).length);

    int rest = (int) decided[0];
    Reading whole = Reading.whole(BYTES, text);
    Reading tail =
        Reading.whole(BYTES, new String(bytes, rest, bytes.length - rest, StandardCharsets.UTF_8));

    int done = whole.ids().size() - tail.ids().size();
    assertThat(tail.ids()).isEqualTo(whole.ids().subList(done, whole.ids().size()));
    assertThat(done == 0 ? 0 : whole.ends().get(done - 1)).isEqualTo(decided[0]);
  }

  @Provide
  Arbitrary<String> mixed() {
    return Texts.mixed();
  }

  @Provide
  Arbitrary<String> wild() {
    return Texts.wild();
  }

  @Provide
  Arbitrary<String> longRuns() {
    return Texts.withLongRuns();
  }

  private static Reading inTurns(Tokenizer tokenizer, String text, int longest, long seed)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Reading.inTurns(tokenizer, bytes, longest, new Random(seed));
  }

  private static Reading inPieces(Tokenizer tokenizer, String text, int longest, long seed) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Reading.inPieces(tokenizer, bytes, longest, new Random(seed));
  }
}
