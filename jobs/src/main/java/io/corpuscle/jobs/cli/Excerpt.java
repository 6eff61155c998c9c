package io.corpuscle.jobs.cli;

import java.util.Arrays;
import java.util.List;

/** How a text begins and ends, in two lines that are safe on any terminal. */
final class Excerpt {
  private static final int WIDTH = 96;
  private static final String INDENT = "      ";

  private Excerpt() {}

  /** One line if all of it fits; white space is one blank, and no control character is left. */
  static List<String> of(String text) {
    int[] points =
        text.codePoints()
            .map(c -> Character.isWhitespace(c) ? ' ' : c)
            .map(c -> printable(c) ? c : '·')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
            .replaceAll(" +", " ")
            .strip()
            .codePoints()
            .toArray();
    if (points.length <= WIDTH) {
      return List.of(INDENT + text(points, 0, points.length));
    }
    return List.of(
        INDENT + text(points, 0, WIDTH) + " …",
        INDENT + "… " + text(points, points.length - WIDTH, points.length));
  }

  private static String text(int[] points, int from, int to) {
    int[] part = Arrays.copyOfRange(points, from, to);
    return new String(part, 0, part.length).strip();
  }

  /** Neither a control nor something that hides or changes direction. */
  private static boolean printable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
