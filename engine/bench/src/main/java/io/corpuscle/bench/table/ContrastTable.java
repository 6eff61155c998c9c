package io.corpuscle.bench.table;

import io.corpuscle.bench.Growth;
import io.corpuscle.bench.Growth.Estimate;
import io.corpuscle.bench.Growth.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the two models of a {@link Contrast} need by length: as a table in Markdown, in which {@code
 * ≈} stands before what is extrapolated, and as a picture.
 *
 * @param name what the two are called
 * @param lengths n, the shortest first; two at least
 */
record ContrastTable(String name, List<Long> lengths, Side quadratic, Side linear) {
  private static final String QUADRATIC = "#F08C00";
  private static final String LINEAR = "#0B4F8A";
  private static final int MARGIN = 16;
  private static final int HEAD = 62;

  ContrastTable {
    lengths = List.copyOf(lengths);
  }

  /**
   * One of the two.
   *
   * @param modelType its architecture
   * @param firstToken seconds until the first token after n
   * @param token seconds a token after those
   * @param stateBytes what is remembered of n tokens, for each of the lengths
   */
  record Side(String modelType, Growth firstToken, Growth token, List<Long> stateBytes) {

    Side {
      stateBytes = List.copyOf(stateBytes);
    }
  }

  /** The table, line by line. */
  List<String> markdown() {
    String q = quadratic.modelType();
    String l = linear.modelType();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "| %s: tokens | first token, `%s` | `%s` | times as fast | writing, `%s` | `%s` | times as fast | state, `%s` | `%s` |",
            name,
            q,
            l,
            q,
            l,
            q,
            l));
    lines.add("|---|---|---|---|---|---|---|---|---|");
    for (int i = 0; i < lengths.size(); i++) {
      lines.add(row(i));
    }
    return lines;
  }

  private String row(int i) {
    long tokens = lengths.get(i);
    Estimate q = quadratic.firstToken().at(tokens);
    Estimate l = linear.firstToken().at(tokens);
    Estimate qToken = quadratic.token().at(tokens);
    Estimate lToken = linear.token().at(tokens);
    return String.format(
        Locale.ROOT,
        "| %,d | %s | %s | %s | %s | %s | %s | %,.1f MB | %,.1f MB |",
        tokens,
        seconds(q),
        seconds(l),
        ratio(q, l),
        rate(qToken),
        rate(lToken),
        ratio(qToken, lToken),
        quadratic.stateBytes().get(i) / 1e6,
        linear.stateBytes().get(i) / 1e6);
  }

  private static String seconds(Estimate estimate) {
    double s = estimate.seconds();
    return origin(estimate) + String.format(Locale.ROOT, s < 100 ? "%.2f s" : "%,.0f s", s);
  }

  private static String rate(Estimate estimate) {
    return origin(estimate) + String.format(Locale.ROOT, "%,.1f tokens/s", 1 / estimate.seconds());
  }

  private static String ratio(Estimate quadratic, Estimate linear) {
    double ratio = quadratic.seconds() / linear.seconds();
    return (quadratic.origin() == Origin.MEASURED ? origin(linear) : origin(quadratic))
        + String.format(Locale.ROOT, ratio < 100 ? "%.2f" : "%,.0f", ratio);
  }

  private static String origin(Estimate estimate) {
    return estimate.origin() == Origin.MEASURED ? "" : "≈ ";
  }

  /** The picture. */
  String svg() {
    int width = 2 * MARGIN + 2 * LogChart.WIDTH;
    int height = HEAD + LogChart.HEIGHT + MARGIN;
    StringBuilder svg =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n",
                width,
                height,
                width,
                height));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    svg.append(
        LogChart.text(
            MARGIN,
            26,
            "start",
            "font-size=\"16\" font-weight=\"bold\" ",
            name + ": one document, one thread"));
    int x = MARGIN;
    x = legend(svg, x, QUADRATIC, Origin.MEASURED, quadratic.modelType());
    x = legend(svg, x, LINEAR, Origin.MEASURED, linear.modelType());
    legend(svg, x, "#222222", Origin.EXTRAPOLATED, "extrapolated");
    svg.append(
        new LogChart(
                "seconds to the first token",
                List.of(
                    line(QUADRATIC, quadratic.firstToken(), 1),
                    line(LINEAR, linear.firstToken(), 1)))
            .svg(MARGIN, HEAD));
    svg.append(
        new LogChart(
                "tokens a second, written after them",
                List.of(line(QUADRATIC, quadratic.token(), -1), line(LINEAR, linear.token(), -1)))
            .svg(MARGIN + LogChart.WIDTH, HEAD));
    return svg.append("</svg>\n").toString();
  }

  private static int legend(StringBuilder svg, int x, String color, Origin origin, String text) {
    int y = HEAD - 12;
    svg.append(LogChart.mark(x + 5, y - 4, color, origin)).append('\n');
    svg.append(LogChart.text(x + 15, y, "start", "", text)).append('\n');
    return x + 40 + 8 * text.length();
  }

  /** Seconds to a power: 1 for themselves, −1 for how often a second. */
  private LogChart.Line line(String color, Growth growth, int power) {
    return new LogChart.Line(
        color,
        growth.at(lengths).stream()
            .map(e -> new LogChart.Mark(e.tokens(), Math.pow(e.seconds(), power), e.origin()))
            .toList());
  }
}
