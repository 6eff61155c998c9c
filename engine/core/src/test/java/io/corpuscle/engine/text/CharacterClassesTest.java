package io.corpuscle.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Characters and contractions are classed as the library's regular expressions class them. */
class CharacterClassesTest {

  @ParameterizedTest(name = "{1} is class {0}")
  @CsvSource({"1,\\p{L}", "2,\\p{N}", "3,[^\\S\\r\\n]"})
  void everyCharacterIsOfTheClassTheLibraryGivesIt(byte type, String regex) {
    // All characters in one text: the library's cuts are the edges of the ranges it matches.
    int[] all =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
            .toArray();
    BitSet expected = new BitSet();
    for (int i = 0; i < all.length; i++) {
      int before = i == 0 ? -1 : CharacterClasses.of(all[i - 1]);
      if (i > 0 && (before == type) != (CharacterClasses.of(all[i]) == type)) {
        expected.set(i);
      }
    }
    expected.set(all.length);

    BitSet found = new BitSet();
    LibraryTokenizer.splitting("(?:" + regex + ")+")
        .ends(new String(all, 0, all.length))
        .forEach(found::set);

    assertThat(CharacterClasses.of(classExample(type))).isEqualTo(type);
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void everyContractionOfOneOrTwoCharactersIsTheLibrarys() {
    LibraryTokenizer library = LibraryTokenizer.splitting(TinyModels.PATTERN);
    List<String> texts = new ArrayList<>();
    for (int c = 1; c < 0x3000; c++) {
      String letter = Character.toString(c);
      texts.add("'" + letter + "Z");
      for (String other : List.of("e", "E", "l", "L", "r", "v", "V")) {
        texts.add("'" + letter + other + "Z");
        texts.add("'" + other + letter + "Z");
      }
    }

    for (String text : texts) {
      assertThat(ends(text)).as(text).isEqualTo(library.ends(text));
    }
  }

  private static int classExample(byte type) {
    return "-a7 \n".codePointAt(type);
  }

  /** Where our scanner ends the pre-tokens of a text, in code points. */
  private static List<Integer> ends(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    PreTokenScanner scanner = new PreTokenScanner();
    List<Integer> ends = new ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      at += scanner.next(bytes, at, bytes.length, true);
      String before = new String(bytes, 0, at, StandardCharsets.UTF_8);
      ends.add(before.codePointCount(0, before.length()));
    }
    return ends;
  }
}
