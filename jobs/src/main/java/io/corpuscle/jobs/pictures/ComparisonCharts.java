package io.corpuscle.jobs.pictures;

import io.corpuscle.jobs.compare.Comparison;
import io.corpuscle.jobs.compare.LengthCost;
import io.corpuscle.jobs.compare.ModelResult;
import io.corpuscle.jobs.compare.PositionBucket;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;

/** Draws two models beside each other, over positions and lengths in bytes. */
final class ComparisonCharts {
  private static final int WIDTH = 500;
  private static final int HEIGHT = 420;
  private static final int MARKER = 9;
  private static final double HEADROOM = 1.1;

  /** How an axis of values is divided. */
  private enum Scale {
    LINEAR,
    LOGARITHMIC
  }

  /** A value at a position or length. */
  private record Point(double bytes, double value) {}

  private final Comparison comparison;

  private ComparisonCharts(Comparison comparison) {
    this.comparison = comparison;
  }

  static BufferedImage draw(Comparison comparison) {
    return new ComparisonCharts(comparison).draw();
  }

  private BufferedImage draw() {
    List<XYChart> charts = new ArrayList<>();
    // A bucket is drawn at its end: its beginning may be 0, which has no logarithm.
    charts.add(
        chart(
            "bits per byte, by position",
            "byte at which a stretch ends that began at half of it",
            Scale.LINEAR,
            result -> points(result.positions(), PositionBucket::to, PositionBucket::bitsPerByte)));
    if (comparison.timed().isPresent()) {
      charts.add(
          chart(
              "seconds to the first token",
              "bytes read",
              Scale.LOGARITHMIC,
              result -> measured(result, LengthCost.Measured::firstTokenSeconds)));
      charts.add(
          chart(
              "tokens written a second",
              "bytes read",
              Scale.LINEAR,
              result -> measured(result, m -> 1 / m.tokenSeconds())));
    }
    return new Figure(
            "Two models on the same documents, by bytes of text before",
            List.of(
                new Figure.Entry(
                    new Figure.Dash(ChartStyle.line(0)), comparison.first().model().name()),
                new Figure.Entry(
                    new Figure.Dash(ChartStyle.line(1)), comparison.second().model().name())),
            charts)
        .draw();
  }

  private static <T> List<Point> points(
      List<T> things, ToDoubleFunction<T> bytes, ToDoubleFunction<T> value) {
    return things.stream()
        .map(thing -> new Point(bytes.applyAsDouble(thing), value.applyAsDouble(thing)))
        .toList();
  }

  private static List<Point> measured(
      ModelResult result, ToDoubleFunction<LengthCost.Measured> value) {
    return result.lengths().stream()
        .filter(cost -> cost.measured().isPresent())
        .map(cost -> new Point(cost.bytes(), value.applyAsDouble(cost.measured().orElseThrow())))
        .toList();
  }

  private XYChart chart(
      String title, String xTitle, Scale scale, Function<ModelResult, List<Point>> values) {
    List<Point> first = values.apply(comparison.first());
    List<Point> second = values.apply(comparison.second());
    List<Point> all = new ArrayList<>(first);
    all.addAll(second);
    XYChart chart =
        new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle(xTitle).build();
    ChartStyle.apply(chart.getStyler());
    axes(chart.getStyler(), scale, all);
    add(chart, 0, first);
    add(chart, 1, second);
    return chart;
  }

  private static void axes(XYStyler styler, Scale scale, List<Point> all) {
    double shortest = all.stream().mapToDouble(Point::bytes).min().orElse(1);
    double longest = all.stream().mapToDouble(Point::bytes).max().orElse(1);
    double least = all.stream().mapToDouble(Point::value).min().orElse(1);
    double most = all.stream().mapToDouble(Point::value).max().orElse(1);
    styler.setXAxisLogarithmic(true).setXAxisDecimalPattern("#,##0");
    styler.setXAxisMin(shortest / 2).setXAxisMax(longest * 2);
    styler.setMarkerSize(MARKER);
    if (scale == Scale.LOGARITHMIC) {
      styler.setYAxisLogarithmic(true);
      styler.setYAxisMin(least / 2).setYAxisMax(most * 2);
    } else {
      styler.setYAxisMin(ChartStyle.zeroFor(most)).setYAxisMax(HEADROOM * most);
    }
  }

  private static void add(XYChart chart, int n, List<Point> points) {
    if (points.isEmpty()) {
      return;
    }
    ChartStyle.Line look = ChartStyle.line(n);
    XYSeries series =
        chart.addSeries(
            String.valueOf(n),
            points.stream().mapToDouble(Point::bytes).toArray(),
            points.stream().mapToDouble(Point::value).toArray());
    series.setLineColor(look.color());
    series.setLineWidth(look.width());
    series.setMarker(look.marker());
    series.setMarkerColor(look.color());
  }
}
