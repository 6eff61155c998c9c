package io.corpuscle.engine.text;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Texts that are hard to cut. */
final class Texts {
  private static final List<String> FRAGMENTS =
      List.of(
          " ",
          " ",
          "  ",
          "   \t",
          "\n",
          "\r\n",
          "\r",
          "\n \n",
          " \r\n\t ",
          "\u00a0",
          "\u2028",
          "\u3000",
          "\u0085",
          "a",
          "the",
          " the",
          "Zing",
          "word's",
          "I'LL",
          "we've",
          "'",
          "''re",
          "'\u017f",
          "'r",
          "'l",
          "don't",
          "\u017f",
          "7",
          "42",
          "\u00bd",
          "\u0663",
          ".",
          "...",
          "--",
          " --",
          "?!\n\n",
          "<|endoftext|>",
          "<|im_start|>",
          "\u00e9",
          "e\u0301",
          "a\u0323\u0302",
          "\u0302\u0323",
          "\u0344",
          "\u212b",
          "\u1e9b\u0323",
          "\u0958",
          "\uac00",
          "\u1100\u1161",
          "\u1161",
          "\u11a8",
          "\uac01\u11a8",
          "\ud83d\ude42",
          "\ud83d\udc69\u200d\ud83d\udc67",
          "\ud83d\udc4d\ud83c\udffd",
          "\ufe0f",
          "\u6c49\u5b57",
          "\uff0c",
          "\u0e44\u0e17\u0e22",
          "\u05e9\u05c1\u05b8",
          "\u0000",
          "\ufffd",
          "\ud835\udd38",
          "\udbff\udfff",
          "\u0378");

  private static final List<String> RUNS =
      List.of(
          "a",
          " ",
          "\n",
          "-",
          "7",
          "\u0301",
          "\u0301\u0323",
          "e\u0301",
          "\u6c49",
          "\r\n",
          " \u3000",
          "a\u00e9",
          "\ud83d\ude42",
          "\u1161",
          "\n ");

  private Texts() {}

  /** Some hundred characters of all that decides where words end; none newer than Unicode 9. */
  static Arbitrary<String> mixed() {
    return joined(Arbitraries.of(FRAGMENTS));
  }

  /** The same among characters of all kinds, unassigned ones too. */
  static Arbitrary<String> wild() {
    Arbitrary<String> any = Arbitraries.strings().ofMaxLength(3).filter(Texts::isUnicode);
    return joined(
        Arbitraries.frequencyOf(Tuple.of(6, Arbitraries.of(FRAGMENTS)), Tuple.of(1, any)));
  }

  /** Two runs of up to 150 KB of the same, one after the other, in the middle of something else. */
  static Arbitrary<String> withLongRuns() {
    Arbitrary<String> run =
        Combinators.combine(Arbitraries.of(RUNS), Arbitraries.integers().between(1, 150_000))
            .as(Texts::repeated);
    return Combinators.combine(mixed(), run, run, mixed()).as((a, b, c, d) -> a + b + c + d);
  }

  static String repeated(String part, int bytes) {
    return part.repeat(bytes / part.getBytes(StandardCharsets.UTF_8).length + 1);
  }

  private static Arbitrary<String> joined(Arbitrary<String> parts) {
    return parts.list().ofMaxSize(60).map(list -> String.join("", list));
  }

  private static boolean isUnicode(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xD800 && c < 0xE000);
  }
}
