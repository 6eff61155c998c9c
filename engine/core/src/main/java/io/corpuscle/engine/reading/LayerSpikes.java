package io.corpuscle.engine.reading;

import io.corpuscle.engine.model.LinearLayer;
import io.corpuscle.engine.spike.SpikeTally;

/**
 * How often the channels of one layer's input fired over a document.
 *
 * @param layer whose input
 * @param tally the counts; layers that share an input share it
 */
public record LayerSpikes(LinearLayer layer, SpikeTally tally) {}
