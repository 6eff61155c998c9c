package io.corpuscle.schemas;

import java.util.Locale;

/** What a row of a reading speaks of. */
public enum RowKind {
  /** A window of a document. */
  WINDOW,
  /** A document as a whole; it comes after its windows. */
  DOCUMENT;

  /** The value of the column {@code kind}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
