package io.corpuscle.schemas;

import java.util.Optional;
import java.util.OptionalDouble;

/** A row of what comes out of reading documents: a window, or after its windows the document. */
public sealed interface ReadingRow extends RowValues permits WindowRow, DocumentRow {

  /** What the row speaks of. */
  RowKind kind();

  /** The document's id. */
  String docId();

  /** The file the document is in. */
  String uri();

  /** Mean −log₂ p of its tokens, if it was measured and there are tokens. */
  OptionalDouble bitsPerToken();

  /** Σ −log₂ p of its tokens over its bytes of text, if it was measured and there are bytes. */
  OptionalDouble bitsPerByte();

  @Override
  default Optional<?> value(Column column) {
    return column.source().apply(this);
  }
}
