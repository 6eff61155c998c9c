package io.corpuscle.engine.text;

/**
 * What can be wrong with a document; the {@code error_code} of its row. Most faults are the
 * document's own and permanent; some are of where it lies, and another run may read it.
 */
public enum Fault {
  /** The text is not valid UTF-8. */
  INVALID_UTF8,
  /** The text says it is in an encoding that is not known, or is not what it is said to be in. */
  UNSUPPORTED_ENCODING,
  /** What holds the document is encrypted, or packed in a way that is not read. */
  UNSUPPORTED_CONTAINER,
  /** The compressed container is damaged or ends early. */
  CORRUPT_COMPRESSION,
  /** The record cannot be read in its format: bad JSON, sequence before a FASTA header, … */
  MALFORMED_RECORD,
  /** The record has no text, or no id, where the configuration says it is. */
  MISSING_FIELD,
  /** Several rows of a table have its id, so that none of them is the document. */
  DUPLICATE_ID,
  /** The document is token ids, and one is not of the model's vocabulary. */
  INVALID_TOKEN,
  /** The document has more tokens than the model's state has room for. */
  CAPACITY,
  /** It is larger, deeper or more than a limit on what is read allows. */
  LIMIT,
  /** The file cannot be read. */
  UNREADABLE;

  /** Whether the same document may be read another time, as it is. */
  public boolean retriable() {
    return this == UNREADABLE;
  }
}
