package io.corpuscle.jobs.pictures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import org.knowm.xchart.internal.chartpart.Chart;

/** Charts side by side, under one title and one legend. */
final class Figure {
  /** Pixels of the image for each of the layout's: sharp in print and on dense screens. */
  static final int SCALE = 2;

  private static final int MARGIN = 16;
  private static final int TITLE_BASELINE = 28;
  private static final int LEGEND_BASELINE = 54;
  private static final int HEAD = 66;
  private static final int SWATCH = 12;
  private static final int LEGEND_GAP = 28;

  /** What a mark of the legend looks like. */
  sealed interface Mark permits Swatch, Dash {}

  /** A filled square. */
  record Swatch(Color color) implements Mark {}

  /** A line with a marker on it. */
  record Dash(ChartStyle.Line line) implements Mark {}

  /** An entry of the legend. */
  record Entry(Mark mark, String text) {}

  private final String title;
  private final List<Entry> legend;
  private final List<? extends Chart<?, ?>> charts;

  Figure(String title, List<Entry> legend, List<? extends Chart<?, ?>> charts) {
    this.title = title;
    this.legend = List.copyOf(legend);
    this.charts = List.copyOf(charts);
  }

  BufferedImage draw() {
    int width = charts.stream().mapToInt(Chart::getWidth).sum();
    int height = charts.stream().mapToInt(Chart::getHeight).max().orElseThrow();
    BufferedImage image =
        new BufferedImage(SCALE * width, SCALE * (HEAD + height), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.scale(SCALE, SCALE);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, HEAD + height);
    g.setColor(ChartStyle.INK);
    g.setFont(ChartStyle.TITLE);
    g.drawString(title, MARGIN, TITLE_BASELINE);
    drawLegend(g);
    int x = 0;
    for (Chart<?, ?> chart : charts) {
      Graphics2D panel = (Graphics2D) g.create(x, HEAD, chart.getWidth(), chart.getHeight());
      chart.paint(panel, chart.getWidth(), chart.getHeight());
      panel.dispose();
      x += chart.getWidth();
    }
    g.dispose();
    return image;
  }

  private void drawLegend(Graphics2D g) {
    g.setFont(ChartStyle.TEXT);
    int x = MARGIN;
    for (Entry entry : legend) {
      x = drawMark(g, entry.mark(), x);
      g.setColor(ChartStyle.INK);
      g.drawString(entry.text(), x, LEGEND_BASELINE);
      x += g.getFontMetrics().stringWidth(entry.text()) + LEGEND_GAP;
    }
  }

  /** Where the text begins. */
  private static int drawMark(Graphics2D g, Mark mark, int x) {
    int middle = LEGEND_BASELINE - SWATCH / 2 + 1;
    if (mark instanceof Swatch swatch) {
      g.setColor(swatch.color());
      g.fillRect(x, LEGEND_BASELINE - SWATCH + 1, SWATCH, SWATCH);
      return x + SWATCH + SWATCH / 2;
    }
    ChartStyle.Line line = ((Dash) mark).line();
    g.setColor(line.color());
    g.setStroke(new BasicStroke(line.width()));
    g.drawLine(x, middle, x + 3 * SWATCH, middle);
    line.marker().paint(g, x + 1.5 * SWATCH, middle, SWATCH - 2);
    return x + 4 * SWATCH;
  }
}
