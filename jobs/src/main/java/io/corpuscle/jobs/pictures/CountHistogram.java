package io.corpuscle.jobs.pictures;

import io.corpuscle.engine.spike.SpikeTally;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** Draws how often which |count| occurs. */
final class CountHistogram {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 420;
  private static final double LEAST_SHOWN = 0.001;

  /** Room above the highest bar, for its share. */
  private static final double HEADROOM = 1.12;

  private CountHistogram() {}

  static BufferedImage draw(SpikeTally tally) {
    CountBins bins = CountBins.of(tally);
    double highest = Math.max(1, Collections.max(bins.shares()));
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle("|count| of a channel at a token")
            .yAxisTitle("share of channels, %")
            .build();
    ChartStyle.apply(chart.getStyler());
    chart
        .getStyler()
        .setOverlapped(true)
        .setAvailableSpaceFill(0.8)
        .setYAxisMin(ChartStyle.zeroFor(highest))
        .setYAxisMax(HEADROOM * highest)
        .setPlotGridVerticalLinesVisible(false)
        .setAnnotationTextFont(ChartStyle.TEXT)
        .setAnnotationTextFontColor(ChartStyle.INK);
    addBars(chart, "within", bins, 0, CountBins.WITHIN_7, ChartStyle.EXCITATORY);
    addBars(chart, "beyond", bins, CountBins.WITHIN_7, Integer.MAX_VALUE, ChartStyle.INHIBITORY);
    for (int bin = 0; bin < bins.shares().size(); bin++) {
      double share = bins.shares().get(bin);
      chart.addAnnotation(
          new AnnotationText(percent(share), bin + 0.5, share + 0.04 * highest, false));
    }
    double within = 100 * tally.within7Fraction();
    return new Figure(
            "How often counts of each size occur, over all spiking layers",
            List.of(
                new Figure.Entry(
                    new Figure.Swatch(ChartStyle.EXCITATORY), "within ±7: " + percent(within)),
                new Figure.Entry(
                    new Figure.Swatch(ChartStyle.INHIBITORY), "beyond: " + percent(100 - within))),
            List.of(chart))
        .draw();
  }

  /** The bins from … to, and room for the others: all series of a chart have the same. */
  private static void addBars(
      CategoryChart chart, String name, CountBins bins, int from, int to, Color color) {
    List<Double> shares = new ArrayList<>();
    for (int bin = 0; bin < bins.shares().size(); bin++) {
      shares.add(bin >= from && bin < to ? bins.shares().get(bin) : 0);
    }
    chart.addSeries(name, bins.labels(), shares).setFillColor(color);
  }

  private static String percent(double share) {
    if (share == 0) {
      return "none";
    }
    return share < LEAST_SHOWN
        ? "< " + LEAST_SHOWN + " %"
        : String.format(Locale.ROOT, share < 0.1 ? "%.3f %%" : "%.1f %%", share);
  }
}
