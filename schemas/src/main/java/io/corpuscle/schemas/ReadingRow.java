package io.corpuscle.schemas;

import io.corpuscle.engine.reading.SpikeActivity;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A row of what comes out of reading documents: a window, or after a document's windows a layer's
 * spikes or the document.
 */
public sealed interface ReadingRow extends RowValues
    permits WindowRow, SpikeRow, DocumentRow, UnchangedRow, StoredRow {

  /** What the row speaks of. */
  RowKind kind();

  /** The document's id. */
  String docId();

  /** The file the document is in. */
  String uri();

  /** How many tokens it says have been read: a window's, and none of any other row. */
  default long tokens() {
    return 0;
  }

  /** Whether it says that a document failed. */
  default boolean failed() {
    return false;
  }

  /** Where the text it speaks of was found, of a document that was. */
  default Optional<FileStamp> stamp() {
    return Optional.empty();
  }

  /** What a document's text was decoded from, if that was not UTF-8; empty of any other row. */
  default Optional<String> encoding() {
    return Optional.empty();
  }

  /** What a document says beside its text, as a JSON object; empty of any other row. */
  default Optional<String> metadata() {
    return Optional.empty();
  }

  /** How the document stands to an earlier run, if that was asked and it speaks of a document. */
  default Optional<Continuation> continuation() {
    return Optional.empty();
  }

  /** Mean −log₂ p of its tokens, if it was measured and there are tokens. */
  default OptionalDouble bitsPerToken() {
    return OptionalDouble.empty();
  }

  /** Σ −log₂ p of its tokens over its bytes of text, if it was measured and there are bytes. */
  default OptionalDouble bitsPerByte() {
    return OptionalDouble.empty();
  }

  /** How often channels fired, if it was measured and any layer is spiking. */
  default Optional<SpikeActivity> spikes() {
    return Optional.empty();
  }

  /** What its spikes would cost, in pJ, if they were counted. */
  default Optional<Double> picojoules() {
    return Optional.empty();
  }

  @Override
  default Optional<?> value(Column column) {
    return column.source().apply(this);
  }
}
