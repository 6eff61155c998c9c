package io.corpuscle.jobs.cli;

import java.util.ArrayList;
import java.util.List;

/** The beginning of a text in a few lines that are safe on any terminal. */
final class Excerpt {
  private static final int LINES = 2;
  private static final int WIDTH = 96;
  private static final String INDENT = "      ";

  private Excerpt() {}

  /** At most two lines; white space is one blank, and no control character is left. */
  static List<String> of(String text) {
    String harmless =
        text.codePoints()
            // Enough for the lines, whatever is folded.
            .limit(4L * LINES * WIDTH)
            .map(c -> Character.isWhitespace(c) ? ' ' : c)
            .map(c -> printable(c) ? c : '·')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
            .replaceAll(" +", " ")
            .strip();
    int[] points = harmless.codePoints().toArray();
    List<String> lines = new ArrayList<>();
    for (int at = 0; at < points.length && lines.size() < LINES; at += WIDTH) {
      lines.add(INDENT + new String(points, at, Math.min(WIDTH, points.length - at)));
    }
    return lines;
  }

  /** Neither a control nor something that changes direction or hides. */
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
