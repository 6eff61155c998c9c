package io.corpuscle.engine.reading;

/** What the bytes of a document are. */
public enum Content {
  /** UTF-8 text, which the model's tokenizer turns into tokens. */
  TEXT,
  /**
   * Ids of the model's vocabulary, each a little-endian int32, the control token that opens a
   * document not among them. There is no text, and so the document has no bytes of it.
   */
  TOKEN_IDS
}
