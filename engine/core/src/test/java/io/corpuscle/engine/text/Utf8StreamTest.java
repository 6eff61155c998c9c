package io.corpuscle.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes that are not UTF-8 are refused where they stand, however they arrive. */
class Utf8StreamTest {

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "80, a continuation byte alone",
    "FF, a byte UTF-8 never has",
    "C020, an overlong space",
    "C0AF, an overlong slash",
    "E08080, an overlong NUL of three bytes",
    "F08FBFBF, an overlong character of four bytes",
    "EDA080, a surrogate",
    "F4908080, a code point beyond Unicode",
    "F5808080, a byte beyond Unicode",
    "E2822E, a character cut short by another",
    "F09F9941, an emoji cut short by a letter",
  })
  void malformedBytesAreNamedByTheirOffset(String hex, String what) {
    byte[] text = after("A\u00e9\ud83d\ude42", hex, "more");

    for (int piece = 1; piece <= text.length; piece++) {
      DocumentException fault = faultOf(text, piece);
      assertThat(fault.fault()).isEqualTo(Fault.INVALID_UTF8);
      assertThat(fault).hasMessageContaining("at byte 7 it has bytes no character is made of");
    }
  }

  @ParameterizedTest
  @CsvSource({"C3", "E282", "F09F99"})
  void aDocumentThatEndsInsideACharacterIsNamedByWhereItBegins(String hex) {
    byte[] text = after("A\u00e9\ud83d\ude42", hex, "");

    for (int piece = 1; piece <= text.length; piece++) {
      DocumentException fault = faultOf(text, piece);
      assertThat(fault.fault()).isEqualTo(Fault.INVALID_UTF8);
      assertThat(fault).hasMessageContaining("at byte 7 it ends inside a character");
    }
  }

  @Test
  void offsetsAreOfTheDocumentNotOfThePiece() {
    byte[] text = after("x".repeat(1_000_000), "80", "");

    assertThat(faultOf(text, 4096)).hasMessageContaining("at byte 1000000 ");
  }

  @Test
  void everyValidCharacterPassesAsItIs() {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        all.appendCodePoint(c);
      }
    }
    byte[] text = all.toString().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    TokenStream stream = new Utf8Stream(into(passed));

    for (int at = 0; at < text.length; at += 7) {
      stream.feed(text, at, Math.min(7, text.length - at));
    }
    stream.finish();

    assertThat(passed.toByteArray()).isEqualTo(text);
  }

  @Test
  void aStreamThatHasEndedTakesNothingMore() {
    TokenStream stream = new Utf8Stream(into(new ByteArrayOutputStream()));
    stream.finish();

    assertThatIllegalStateException().isThrownBy(() -> stream.feed(new byte[1], 0, 1));
  }

  private static DocumentException faultOf(byte[] text, int piece) {
    TokenStream stream = new Utf8Stream(into(new ByteArrayOutputStream()));
    return catchThrowableOfType(
        DocumentException.class,
        () -> {
          for (int at = 0; at < text.length; at += piece) {
            stream.feed(text, at, Math.min(piece, text.length - at));
          }
          stream.finish();
        });
  }

  private static byte[] after(String valid, String hex, String rest) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(valid.getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(HexFormat.of().parseHex(hex));
    bytes.writeBytes(rest.getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  private static TextSink into(ByteArrayOutputStream bytes) {
    return new TextSink() {
      @Override
      public void accept(byte[] text, int from, int to) {
        bytes.write(text, from, to - from);
      }

      @Override
      public void finish() {}

      @Override
      public void save(DataOutput out) {}

      @Override
      public void restore(DataInput in) {}
    };
  }
}
