package io.corpuscle.jobs.pictures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
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

  /** A line's colour and marker. */
  record Line(Color color, Marker marker) {}

  private static final Line[] LINES = {
    new Line(EXCITATORY, SeriesMarkers.CIRCLE),
    new Line(INHIBITORY, SeriesMarkers.SQUARE),
    new Line(new Color(0x007A5A), SeriesMarkers.DIAMOND),
    new Line(new Color(0xB03A7E), SeriesMarkers.TRIANGLE_UP),
    new Line(UNSIGNED, SeriesMarkers.CROSS),
    new Line(new Color(0x5B9BD5), SeriesMarkers.TRIANGLE_DOWN),
  };

  private ChartStyle() {}

  /** How the n-th line of a chart looks. */
  static Line line(int n) {
    return LINES[n % LINES.length];
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
    styler.setLocale(Locale.ROOT);
  }
}
