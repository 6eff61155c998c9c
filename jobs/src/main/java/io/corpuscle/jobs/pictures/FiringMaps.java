package io.corpuscle.jobs.pictures;

import io.corpuscle.engine.spike.FiringMap;
import io.corpuscle.engine.spike.SpikeCoding;
import io.corpuscle.engine.spike.SpikeSlice;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws which neurons fire when, the codings side by side. */
final class FiringMaps {
  private static final int WIDTH = 300;
  private static final int HEIGHT = 560;

  /** Tokens closer than this are not each marked. */
  private static final int LEAST_TICK = 24;

  /** What the labels of the first map's neurons take. */
  private static final int LABELS = 50;

  private FiringMaps() {}

  static BufferedImage draw(List<FiringMap> maps) {
    List<XYChart> charts = new ArrayList<>();
    for (FiringMap map : maps) {
      charts.add(chart(map, charts.isEmpty()));
    }
    return new Figure(
            "Which neurons fire when, in five codings of the same counts",
            List.of(
                entry(ChartStyle.EXCITATORY, "excitatory: adds"),
                entry(ChartStyle.INHIBITORY, "inhibitory: subtracts"),
                entry(ChartStyle.UNSIGNED, "of |count|: this coding has no signs")),
            charts)
        .draw();
  }

  /** Whether spikes come out wider than their steps are. */
  static boolean widens(FiringMap map) {
    return WIDTH < Cell.LEAST_WIDTH * map.tokens() * map.steps();
  }

  private static Figure.Entry entry(Color color, String text) {
    return new Figure.Entry(new Figure.Swatch(color), text);
  }

  private static XYChart chart(FiringMap map, boolean first) {
    XYChart chart =
        new XYChartBuilder()
            .width(first ? WIDTH + LABELS : WIDTH)
            .height(HEIGHT)
            .title(String.format(Locale.ROOT, "%s, T = %,d", map.coding().key(), map.steps()))
            .xAxisTitle("time in tokens, T steps each")
            .yAxisTitle(first ? "neuron" : "")
            .build();
    ChartStyle.apply(chart.getStyler());
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    chart
        .getStyler()
        .setXAxisTickMarkSpacingHint(Math.max(LEAST_TICK, WIDTH / (map.tokens() + 1)))
        .setXAxisMin(0.0)
        .setXAxisMax((double) map.tokens())
        .setYAxisMin(0.0)
        .setYAxisMax((double) map.neurons());
    chart.getStyler().setYAxisTicksVisible(first);
    chart.getStyler().setXAxisDecimalPattern("0");
    chart.getStyler().setYAxisDecimalPattern("0");

    Spikes adding = new Spikes();
    Spikes subtracting = new Spikes();
    for (int token = 0; token < map.tokens(); token++) {
      for (int t = 0; t < map.steps(); t++) {
        for (int neuron = 0; neuron < map.neurons(); neuron++) {
          int spike = map.spike(token, t, neuron);
          if (spike != 0) {
            boolean adds = (spike > 0) != map.coding().isSubtracted(t);
            (adds ? adding : subtracting).add(token + (t + 0.5) / map.steps(), neuron + 0.5);
          }
        }
      }
    }
    Cell cell = new Cell(map.tokens() * map.steps(), map.neurons());
    // A chart without a series has no axes, and a slice may be silent.
    chart.addSeries("extent", new double[] {0}, new double[] {0}).setMarker(SeriesMarkers.NONE);
    adding.addTo(
        chart, "adds", map.coding().isSigned() ? ChartStyle.EXCITATORY : ChartStyle.UNSIGNED, cell);
    subtracting.addTo(chart, "subtracts", ChartStyle.INHIBITORY, cell);
    return chart;
  }

  /** Times and neurons of some spikes. */
  private static final class Spikes {
    private final List<Double> times = new ArrayList<>();
    private final List<Double> neurons = new ArrayList<>();

    void add(double time, double neuron) {
      times.add(time);
      neurons.add(neuron);
    }

    void addTo(XYChart chart, String name, Color color, Marker marker) {
      if (!times.isEmpty()) {
        chart.addSeries(name, times, neurons).setMarker(marker).setMarkerColor(color);
      }
    }
  }

  /** A spike fills its step and its neuron. */
  private static final class Cell extends Marker {
    /** The share of a neuron's height that is drawn, so that neighbours stay apart. */
    private static final double DRAWN = 0.85;

    /** A spike finer than this would fade into the paper. */
    private static final double LEAST_WIDTH = 0.75;

    private final int times;
    private final int neurons;

    Cell(int times, int neurons) {
      this.times = times;
      this.neurons = neurons;
    }

    @Override
    public void paint(Graphics2D g, double x, double y, int markerSize) {
      // The library clips to the plot, and tells nowhere else how large that has come out.
      Rectangle plot = g.getClipBounds();
      double width = Math.max(LEAST_WIDTH, plot.getWidth() / times);
      double height = DRAWN * plot.getHeight() / neurons;
      g.fill(new Rectangle2D.Double(x - width / 2, y - height / 2, width, height));
    }
  }

  /** Every coding of a slice, in the order they are drawn. */
  static List<FiringMap> of(SpikeSlice slice) {
    List<FiringMap> maps = new ArrayList<>();
    for (SpikeCoding coding : SpikeCoding.values()) {
      maps.add(new FiringMap(slice, coding));
    }
    return maps;
  }
}
