package io.corpuscle.jobs.texts;

import io.corpuscle.engine.reading.DocumentTotals;
import io.corpuscle.engine.reading.EmbeddingVector;
import java.util.Optional;

/**
 * What was read of a text.
 *
 * @param totals over all of it, or up to its fault
 * @param embedding the mean over its tokens; empty if that was not asked for, or there are none
 * @param fault why it was not read to its end
 */
public record TextReading(
    DocumentTotals totals, Optional<EmbeddingVector> embedding, Optional<Exception> fault) {}
