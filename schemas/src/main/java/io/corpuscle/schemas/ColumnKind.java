package io.corpuscle.schemas;

/** What may be expected of a column when the same documents are read again. */
public enum ColumnKind {
  /** What the documents and the model say: the same bits in every run, and part of its digest. */
  CONTENT,
  /** How and where this run went: never compared. */
  TELEMETRY,
}
