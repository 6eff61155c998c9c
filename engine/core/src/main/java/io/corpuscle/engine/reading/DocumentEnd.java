package io.corpuscle.engine.reading;

import java.util.List;
import java.util.Optional;

/**
 * How the reading of a document ended.
 *
 * @param totals what its windows hold
 * @param seconds the time it took: that of its text, and of each chunk it shared with other
 *     documents the part that its tokens had in it
 * @param fault what its text was not read to the end for: a {@link
 *     io.corpuscle.engine.text.DocumentException} or an {@link java.io.IOException}
 * @param spikes with {@link Measure#SPIKES}, every spiking layer's; else none
 */
public record DocumentEnd(
    DocumentTotals totals, double seconds, Optional<Exception> fault, List<LayerSpikes> spikes) {

  public DocumentEnd {
    spikes = List.copyOf(spikes);
  }
}
