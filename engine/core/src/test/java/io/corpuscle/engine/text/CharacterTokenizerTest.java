package io.corpuscle.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One token a character. */
class CharacterTokenizerTest {
  private final Tokenizer tokenizer = TinyModels.open(TinyModels::characters);

  @Test
  void everyBaseIsOneTokenInEitherCase() {
    Reading reading = Reading.whole(tokenizer, "ACGTNacgtn");

    assertThat(reading.ids()).containsExactly(4, 5, 6, 7, 3, 4, 5, 6, 7, 3);
    assertThat(reading.ends()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
  }

  @Test
  void whatTheVocabularyLacksIsTheUnknownTokenWithItsOwnBytes() {
    Reading reading = Reading.whole(tokenizer, "RA\u6c49\ud83d\ude42\u00c9C");

    assertThat(reading.ids()).containsExactly(3, 4, 3, 3, 8, 5);
    assertThat(reading.ends()).containsExactly(1L, 2L, 5L, 9L, 11L, 12L);
  }

  @Test
  void aControlTokensNameIsNotRead() {
    assertThat(Reading.whole(tokenizer, "<|endoftext|>").ids())
        .hasSize(13)
        .doesNotContain(tokenizer.documentStart());
  }

  @Test
  void itSaysWhatItIs() {
    assertThat(tokenizer.vocabularySize()).isEqualTo(9);
    assertThat(tokenizer.documentStart()).isZero();
    assertThat(tokenizer.description()).isEqualTo("one token a character, vocabulary of 9");
  }
}
