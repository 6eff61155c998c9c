package io.corpuscle.jobs.pictures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.Locale;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * One look for every picture: dark on white, and nothing told by hue alone. The blue and the orange
 * differ in lightness, lines by their markers too, so a grey print says the same.
 */
final class ChartStyle {
  static final Color EXCITATORY = new Color(0x0B4F8A);
  static final Color INHIBITORY = new Color(0xF08C00);
  static final Color UNSIGNED = new Color(0x3A3A3A);
  static final Color INK = new Color(0x222222);
  static final Color GRID = new Color(0xD0D0D0);

  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 17);
  static final Font PANEL = new Font(Font.SANS_SERIF, Font.BOLD, 14);
  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);

  /** How a line is drawn. */
  record Line(Color color, float width, Marker marker) {}

  /** The first are drawn first: they are wider, to be seen where others lie on them. */
  private static final Line[] LINES = {
    new Line(EXCITATORY, 6, new Sized(SeriesMarkers.CIRCLE, 1.9)),
    new Line(INHIBITORY, 3, new Sized(SeriesMarkers.SQUARE, 1.3)),
    new Line(new Color(0x007A5A), 2, SeriesMarkers.DIAMOND),
    new Line(new Color(0xB03A7E), 2, SeriesMarkers.TRIANGLE_UP),
    new Line(UNSIGNED, 2, SeriesMarkers.CROSS),
    new Line(new Color(0x5B9BD5), 2, SeriesMarkers.TRIANGLE_DOWN),
  };

  /** A marker that is larger than others of a chart. */
  private static final class Sized extends Marker {
    private final Marker marker;
    private final double factor;

    Sized(Marker marker, double factor) {
      this.marker = marker;
      this.factor = factor;
    }

    @Override
    public void paint(Graphics2D g, double x, double y, int markerSize) {
      marker.paint(g, x, y, (int) Math.round(factor * markerSize));
    }
  }

  private ChartStyle() {}

  /** How the n-th line of a chart looks. */
  static Line line(int n) {
    return LINES[n % LINES.length];
  }

  /** The lower end of an axis from 0 to {@code highest}: on 0 itself no label would be drawn. */
  static double zeroFor(double highest) {
    return -1e-6 * highest;
  }

  static void apply(AxesChartStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderColor(INK);
    styler.setChartFontColor(INK);
    styler.setChartTitleFont(PANEL);
    styler.setChartTitleBoxVisible(false);
    styler.setLegendVisible(false);
    styler.setChartPadding(8);
    styler.setAntiAlias(true);
    styler.setAxisTitleFont(TEXT);
    styler.setAxisTickLabelsFont(TEXT);
    styler.setAxisTickLabelsColor(INK);
    styler.setAxisTickMarksColor(INK);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
    // The plot's border is the axes.
    styler.setPlotMargin(0);
    styler.setAxisTicksLineVisible(false);
    styler.setPlotContentSize(1);
    styler.setLocale(Locale.ROOT);
  }
}
