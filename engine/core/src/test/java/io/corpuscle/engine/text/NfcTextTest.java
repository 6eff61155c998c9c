package io.corpuscle.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Normalising sequence by sequence is normalising the whole, and offsets stay the document's. */
class NfcTextTest {
  private final Tokenizer tokenizer = TinyModels.open(TinyModels::qwen2);

  @Test
  void noCharacterThatBeginsASequenceCombinesWithOrMovesBeforeOthers() {
    Set<Integer> combining = new HashSet<>();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String composed = Character.toString(c);
      String parts = Normalizer.normalize(composed, Form.NFD);
      if (!parts.equals(composed) && Normalizer.normalize(parts, Form.NFC).equals(composed)) {
        combining.add(parts.codePointBefore(parts.length()));
      }
    }
    assertThat(combining).hasSizeGreaterThan(100);

    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (NfcText.beginsSequence(c) && (c < Character.MIN_SURROGATE || c > 0xDFFF)) {
        int first = Normalizer.normalize(Character.toString(c), Form.NFD).codePointAt(0);
        assertThat(combining).as("U+%X", c).doesNotContain(first);
        // U+0345 has the highest combining class, so every mark but a starter moves before it.
        String behind = "a\u0345" + Character.toString(first);
        assertThat(Normalizer.normalize(behind, Form.NFD)).as("U+%X", c).isEqualTo(behind);
      }
    }
  }

  @Test
  void theNormalFormOfEveryCharacterAndOfItsPartsIsTheJdks() {
    StringBuilder text = new StringBuilder();
    for (int c = 1; c <= Character.MAX_CODE_POINT; c++) {
      if (Character.isDefined(c) && (c < Character.MIN_SURROGATE || c > 0xDFFF)) {
        String parts = Normalizer.normalize(Character.toString(c), Form.NFD);
        text.appendCodePoint(c);
        if (!parts.equals(Character.toString(c))) {
          text.append(parts).append("\u0323\u0301 ");
        }
      }
    }
    String normal = Normalizer.normalize(text, Form.NFC);
    assertThat(normal).isNotEqualTo(text.toString());

    assertThat(Reading.whole(tokenizer, text.toString()).ids())
        .isEqualTo(Reading.whole(tokenizer, normal).ids());
  }

  @Test
  void aTokenThatEndsInsideAChangedSequenceEndsWhereTheSequenceEnds() {
    // One byte, three bytes that become the two of é, one byte.
    assertThat(Reading.whole(tokenizer, "1e\u03012").ends()).containsExactly(1L, 4L, 5L);
    // U+0344 becomes two marks of two bytes: the second token has no bytes of its own.
    assertThat(Reading.whole(tokenizer, "1\u03442").ends()).containsExactly(3L, 3L, 3L, 3L, 4L);
  }

  @Test
  void aSequenceBeyondTheLimitIsCutAtEveryLimitOfItself() {
    // Of two marks in the wrong order per four bytes, none moves from one part to the next.
    String part = "\u0301\u0323".repeat(NfcText.LIMIT / 4);
    String normal = Normalizer.normalize(part, Form.NFC);
    assertThat(normal).isNotEqualTo(part);

    Reading reading = Reading.whole(tokenizer, part.repeat(3));

    assertThat(reading.ids()).isEqualTo(Reading.whole(tokenizer, normal.repeat(3)).ids());
    List<Long> ends = reading.ends();
    assertThat(ends.get(ends.size() - 1)).isEqualTo(3L * NfcText.LIMIT);
    assertThat(part.getBytes(StandardCharsets.UTF_8)).hasSize(NfcText.LIMIT);
  }
}
