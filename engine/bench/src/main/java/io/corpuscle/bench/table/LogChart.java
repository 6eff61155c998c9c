package io.corpuscle.bench.table;

import io.corpuscle.bench.Growth.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lines over the length of a document, both axes logarithmic, as a panel of an SVG picture. What
 * was measured is a filled mark; what was extrapolated is a hollow one, at the end of a broken
 * line.
 */
final class LogChart {
  static final int WIDTH = 470;
  static final int HEIGHT = 350;

  private static final int LEFT = 64;
  private static final int RIGHT = 16;
  private static final int TOP = 34;
  private static final int BOTTOM = 52;
  private static final double RADIUS = 3.5;
  private static final String INK = "#222222";
  private static final String GRID = "#D0D0D0";

  /** Lengths are labelled at every second power of two. */
  private static final int LABEL_STEP = 4;

  private final String title;
  private final List<Line> lines;
  private final double lowX;
  private final double highX;
  private final double lowY;
  private final double highY;

  /** A value at a length. */
  record Mark(long tokens, double value, Origin origin) {}

  /**
   * Values by length, the shortest first.
   *
   * @param color as CSS has it
   */
  record Line(String color, List<Mark> marks) {

    Line {
      marks = List.copyOf(marks);
    }
  }

  /**
   * @param lines each of two marks at least, values above 0
   */
  LogChart(String title, List<Line> lines) {
    this.title = title;
    this.lines = List.copyOf(lines);
    List<Mark> marks = lines.stream().flatMap(line -> line.marks().stream()).toList();
    this.lowX = marks.stream().mapToDouble(Mark::tokens).min().orElseThrow();
    this.highX = marks.stream().mapToDouble(Mark::tokens).max().orElseThrow();
    double least = marks.stream().mapToDouble(Mark::value).min().orElseThrow();
    double most = marks.stream().mapToDouble(Mark::value).max().orElseThrow();
    this.lowY = Math.pow(10, Math.floor(Math.log10(least)));
    // A whole decade at least, or there would be no axis.
    this.highY = Math.max(10 * lowY, Math.pow(10, Math.ceil(Math.log10(most))));
  }

  /** The panel, its upper left corner at a place of the picture. */
  String svg(int x, int y) {
    List<String> parts = new ArrayList<>();
    parts.add(String.format(Locale.ROOT, "<g transform=\"translate(%d,%d)\">", x, y));
    parts.add(text(LEFT, TOP - 12, "start", "font-weight=\"bold\" ", title));
    for (double tokens = lowX; tokens <= highX; tokens *= LABEL_STEP) {
      parts.add(rule(atX(tokens), TOP, atX(tokens), HEIGHT - BOTTOM));
      parts.add(text(atX(tokens), HEIGHT - BOTTOM + 18, "middle", "", length(tokens)));
    }
    for (double value = lowY; value <= highY * 1.001; value *= 10) {
      parts.add(rule(LEFT, atY(value), WIDTH - RIGHT, atY(value)));
      parts.add(text(LEFT - 8, atY(value) + 4, "end", "", amount(value)));
    }
    parts.add(
        text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - BOTTOM + 40, "middle", "", "tokens read"));
    lines.forEach(line -> draw(line, parts));
    parts.add("</g>");
    return String.join("\n", parts) + "\n";
  }

  private void draw(Line line, List<String> parts) {
    for (int i = 1; i < line.marks().size(); i++) {
      Mark from = line.marks().get(i - 1);
      Mark to = line.marks().get(i);
      parts.add(
          String.format(
              Locale.ROOT,
              "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"2\"%s/>",
              atX(from.tokens()),
              atY(from.value()),
              atX(to.tokens()),
              atY(to.value()),
              line.color(),
              to.origin() == Origin.MEASURED ? "" : " stroke-dasharray=\"5 4\""));
    }
    for (Mark mark : line.marks()) {
      parts.add(mark(atX(mark.tokens()), atY(mark.value()), line.color(), mark.origin()));
    }
  }

  /** One mark, which a legend shows too. */
  static String mark(double x, double y, String color, Origin origin) {
    return String.format(
        Locale.ROOT,
        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" stroke=\"%s\" stroke-width=\"1.5\" fill=\"%s\"/>",
        x,
        y,
        RADIUS,
        color,
        origin == Origin.MEASURED ? color : "white");
  }

  /** Text, whose special characters are those of XML. */
  static String text(double x, double y, String anchor, String attributes, String text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %sfill=\"%s\">%s</text>",
        x,
        y,
        anchor,
        attributes,
        INK,
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
  }

  private static String rule(double x1, double y1, double x2, double y2) {
    return String.format(
        Locale.ROOT,
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
        x1,
        y1,
        x2,
        y2,
        GRID);
  }

  private double atX(double tokens) {
    return LEFT + (WIDTH - RIGHT - LEFT) * Math.log(tokens / lowX) / Math.log(highX / lowX);
  }

  private double atY(double value) {
    return HEIGHT
        - BOTTOM
        - (HEIGHT - BOTTOM - TOP) * Math.log(value / lowY) / Math.log(highY / lowY);
  }

  /** Such as {@code 64k} or {@code 1M}. */
  static String length(double tokens) {
    if (tokens < 1 << 10) {
      return String.format(Locale.ROOT, "%.0f", tokens);
    }
    return tokens < 1 << 20
        ? String.format(Locale.ROOT, "%.0fk", tokens / (1 << 10))
        : String.format(Locale.ROOT, "%.0fM", tokens / (1 << 20));
  }

  private static String amount(double value) {
    return value < 1 ? String.valueOf((float) value) : String.format(Locale.ROOT, "%,.0f", value);
  }
}
