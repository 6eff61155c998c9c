package io.corpuscle.engine.text;

/** Receives the tokens of one document, in order. */
@FunctionalInterface
public interface TokenSink {

  /**
   * One token of the document.
   *
   * @param id the token's id in the vocabulary
   * @param byteEnd where the token ends, in bytes of the document's own UTF-8 text; it begins where
   *     the token before it ended
   */
  void accept(int id, long byteEnd);
}
