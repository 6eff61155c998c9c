package io.corpuscle.schemas;

import io.corpuscle.engine.reading.Measure;
import java.util.Locale;
import java.util.Optional;

/** What a row of a reading speaks of. */
public enum RowKind {
  /** A window of a document. */
  WINDOW,
  /** A layer's spikes over a document; they come after its windows. */
  SPIKE,
  /** A document as a whole; it comes last. */
  DOCUMENT;

  /** What has to be measured for there to be such rows, if anything. */
  public Optional<Measure> measure() {
    return this == SPIKE ? Optional.of(Measure.SPIKES) : Optional.empty();
  }

  /** The value of the column {@code kind}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
