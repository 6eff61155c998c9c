package io.corpuscle.engine.text;

/**
 * Turns the UTF-8 bytes of documents into the token ids a model was trained on. Immutable and
 * shared by all threads; everything that belongs to one document lives in its {@link TokenStream}.
 */
public interface Tokenizer {

  /** One more than the largest id this tokenizer can give. */
  int vocabularySize();

  /** The control token that opens every document; it is fed to the model but not counted. */
  int documentStart();

  /** What this tokenizer is, in a few words a person can read: kind and vocabulary size. */
  String description();

  /**
   * Opens the stream of one document.
   *
   * @param sink receives every token of the document in order, the opening control token excepted
   */
  TokenStream open(TokenSink sink);
}
