package io.corpuscle.schemas;

import io.corpuscle.engine.reading.LayerSpikes;
import io.corpuscle.engine.reading.SpikeActivity;
import io.corpuscle.engine.spike.EnergyModel;
import io.corpuscle.engine.spike.SpikeTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The spikes of one layer's input over a document, as a row.
 *
 * @param docId the document's id
 * @param uri the file it is in
 * @param model the name of the model that read it
 * @param layer what was counted
 * @param energy what spikes are said to cost
 */
public record SpikeRow(
    String docId, String uri, String model, LayerSpikes layer, EnergyModel energy)
    implements ReadingRow {

  /** {@code model.layers.3.attn.q_proj}; the head's name has no number. */
  private static final Pattern IN_A_LAYER = Pattern.compile(".*\\.layers\\.(\\d+)\\.[^.]+\\.(.+)");

  @Override
  public RowKind kind() {
    return RowKind.SPIKE;
  }

  @Override
  public Optional<SpikeActivity> spikes() {
    return Optional.of(layer.activity());
  }

  @Override
  public Optional<Double> picojoules() {
    return Optional.of(layer.activity().picojoules(energy));
  }

  /** The number of the model's layer it is in, from 0; empty for the head. */
  Optional<Integer> number() {
    Matcher name = IN_A_LAYER.matcher(layer.layer().name());
    return name.matches() ? Optional.of(Integer.valueOf(name.group(1))) : Optional.empty();
  }

  /** Its name within that layer, such as {@code q_proj}; all of its name if it is in none. */
  String projection() {
    Matcher name = IN_A_LAYER.matcher(layer.layer().name());
    return name.matches() ? name.group(2) : layer.layer().name();
  }

  /** How many channels have a |count| of 0, 1, 2–3 and so on, up to the largest. */
  List<Long> histogram() {
    SpikeTally tally = layer.tally();
    List<Long> histogram = new ArrayList<>();
    for (int bin = 0; bin <= tally.steps(); bin++) {
      histogram.add(tally.bin(bin));
    }
    return histogram;
  }
}
