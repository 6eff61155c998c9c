package io.corpuscle.jobs.pictures;

import io.corpuscle.engine.spike.SpikeTally;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;

/** Draws how inputs fire over the depth of a model. */
final class LayerCharts {
  private static final int WIDTH = 500;
  private static final int HEIGHT = 420;
  private static final int MARKER = 9;
  private static final double HEADROOM = 1.08;

  private LayerCharts() {}

  static BufferedImage draw(List<LayerLine> lines, int depth) {
    List<Figure.Entry> legend = new ArrayList<>();
    for (int n = 0; n < lines.size(); n++) {
      ChartStyle.Line look = ChartStyle.line(n);
      legend.add(new Figure.Entry(new Figure.Dash(look), lines.get(n).name()));
    }
    return new Figure(
            "Sparsity, silence and spikes, by layer and by whose input it is",
            legend,
            List.of(
                chart(
                    "sparsity over T = " + SpikeTally.STEPS + " steps, %",
                    lines,
                    depth,
                    tally -> 100 * tally.sparsity()),
                chart("silent channels, %", lines, depth, tally -> 100 * tally.silentFraction()),
                chart("spikes per channel", lines, depth, SpikeTally::spikesPerChannel)))
        .draw();
  }

  private static XYChart chart(
      String title, List<LayerLine> lines, int depth, ToDoubleFunction<SpikeTally> quantity) {
    int last =
        lines.stream()
            .flatMap(line -> line.points().stream())
            .mapToInt(LayerLine.Point::depth)
            .max()
            .orElse(depth);
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(last < depth ? "layer" : "layer (" + depth + ": after the last)")
            .build();
    ChartStyle.apply(chart.getStyler());
    double highest =
        lines.stream()
            .flatMap(line -> line.points().stream())
            .mapToDouble(point -> quantity.applyAsDouble(point.tally()))
            .max()
            .orElse(0);
    chart
        .getStyler()
        .setXAxisMin(-0.5)
        .setXAxisMax(last + 0.5)
        .setYAxisMin(ChartStyle.zeroFor(highest))
        .setYAxisMax(highest == 0 ? 1 : HEADROOM * highest)
        .setXAxisDecimalPattern("0")
        .setMarkerSize(MARKER);
    for (int n = 0; n < lines.size(); n++) {
      LayerLine line = lines.get(n);
      ChartStyle.Line look = ChartStyle.line(n);
      XYSeries series =
          chart.addSeries(
              line.name(),
              line.points().stream().mapToDouble(LayerLine.Point::depth).toArray(),
              line.points().stream()
                  .mapToDouble(point -> quantity.applyAsDouble(point.tally()))
                  .toArray());
      series.setLineColor(look.color());
      series.setLineWidth(look.width());
      series.setMarker(look.marker());
      series.setMarkerColor(look.color());
    }
    return chart;
  }
}
