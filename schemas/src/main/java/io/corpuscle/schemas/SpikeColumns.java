package io.corpuscle.schemas;

import static io.corpuscle.schemas.ColumnType.DOUBLE;
import static io.corpuscle.schemas.ColumnType.INT;
import static io.corpuscle.schemas.ColumnType.LONG;
import static io.corpuscle.schemas.ColumnType.LONGS;
import static io.corpuscle.schemas.ColumnType.STRING;

import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.reading.SpikeActivity;
import io.corpuscle.engine.spike.SpikeCoding;
import io.corpuscle.engine.spike.SpikeTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What is said of spikes: the same of a window, over all its layers, and of one layer. */
final class SpikeColumns {
  private static final String NONE = "none";
  private static final String STEPS = "steps";
  private static final String CHANNELS = "channels";

  /** How often channels fired, and what that costs. */
  static final List<Column> ACTIVITY =
      List.of(
          activity(
              "firing_rate",
              DOUBLE,
              "spikes/channel/step",
              "Spikes for each channel and each of spike_steps; none if no layer is spiking.",
              SpikeActivity::firingRate),
          activity(
              "spike_steps",
              INT,
              STEPS,
              "T of the firing rate: the bits of the largest spike |count|.",
              SpikeActivity::steps),
          activity(
              "spikes_per_channel",
              DOUBLE,
              "spikes/channel",
              "Spikes for each channel; an input that layers share counts for each of them.",
              SpikeActivity::spikesPerChannel),
          activity(
              "silent_fraction",
              DOUBLE,
              NONE,
              "Share of channels that did not fire.",
              SpikeActivity::silentFraction),
          activity(
              "sparsity",
              DOUBLE,
              NONE,
              "Share of steps in which a channel is silent, over T = "
                  + SpikeTally.STEPS
                  + " steps; counts beyond ±7 are taken for ±7.",
              SpikeActivity::sparsity),
          activity("sparsity_steps", INT, STEPS, "T of the sparsity.", row -> SpikeTally.STEPS),
          activity(
              "spike_coding",
              STRING,
              NONE,
              "The coding that spikes are counted in.",
              row -> SpikeCoding.BITWISE_BIDIRECTIONAL.key()),
          activity(
              "syn_ops",
              LONG,
              "additions",
              "Additions that event-driven layers would do: one for each spike and output.",
              SpikeActivity::synapticOperations),
          activity(
              "dense_macs",
              LONG,
              "multiply-accumulates",
              "Multiply-accumulates of the same layers without spikes.",
              SpikeActivity::denseMacs),
          spikes(
              "energy_pj",
              DOUBLE,
              "pJ",
              "What syn_ops would take by the run's energy model: arithmetic alone, without memory"
                  + " traffic and control.",
              ReadingRow::picojoules));

  /** Which layer, the same of it, and how its counts are spread. */
  static final List<Column> LAYER = layer();

  private SpikeColumns() {}

  private static List<Column> layer() {
    List<Column> columns = new ArrayList<>();
    columns.add(
        ofLayer(
            "layer",
            INT,
            NONE,
            "The model's layer it is in, from 0; none for the head.",
            SpikeRow::number));
    columns.add(
        ofLayer(
            "projection",
            STRING,
            NONE,
            "The linear layer's name in it, such as q_proj or lm_head.",
            row -> Optional.of(row.projection())));
    columns.add(
        ofLayer(
            "outputs",
            INT,
            CHANNELS,
            "How many outputs the projection has.",
            row -> Optional.of(row.layer().layer().outputs())));
    columns.add(
        ofLayer(
            "channels",
            LONG,
            CHANNELS,
            "How many channels of its input were counted, each token anew.",
            row -> Optional.of(row.layer().tally().channels())));
    columns.addAll(ACTIVITY);
    columns.add(
        ofLayer(
            "within7_fraction",
            DOUBLE,
            NONE,
            "Share of channels whose spike |count| is at most 7.",
            row -> Optional.of(row.layer().tally().within7Fraction())));
    columns.add(
        ofLayer(
            "histogram",
            LONGS,
            CHANNELS,
            "How many channels have a spike |count| of 0, 1, 2–3, 4–7 and so on by powers of two,"
                + " up to the largest.",
            row -> Optional.of(row.histogram())));
    return columns;
  }

  private static Column activity(
      String name,
      ColumnType type,
      String unit,
      String meaning,
      Function<SpikeActivity, Object> value) {
    return spikes(name, type, unit, meaning, row -> row.spikes().map(value));
  }

  private static Column ofLayer(
      String name,
      ColumnType type,
      String unit,
      String meaning,
      Function<SpikeRow, Optional<?>> value) {
    return spikes(
        name,
        type,
        unit,
        meaning,
        row -> row instanceof SpikeRow layer ? value.apply(layer) : Optional.empty());
  }

  private static Column spikes(
      String name,
      ColumnType type,
      String unit,
      String meaning,
      Function<ReadingRow, Optional<?>> source) {
    return Column.measured(name, type, unit, meaning, Measure.SPIKES, source);
  }
}
