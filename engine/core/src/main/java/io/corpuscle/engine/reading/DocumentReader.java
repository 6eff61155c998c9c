package io.corpuscle.engine.reading;

import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.text.Tokenizer;
import java.io.InputStream;
import java.util.Iterator;

/**
 * Reads documents through a model, in the memory of one chunk and of a state for each document that
 * is open. For one thread; the model and the tokenizer may be shared.
 */
public final class DocumentReader {
  private final Tokenizer tokenizer;
  private final ReadingOptions options;
  private final ReadingPass pass;

  /** A reader with scratch memory of its own. */
  public DocumentReader(LanguageModel model, Tokenizer tokenizer, ReadingOptions options) {
    if (tokenizer.vocabularySize() > model.vocabulary()) {
      throw new IllegalArgumentException(
          "the tokenizer ("
              + tokenizer.description()
              + ") gives ids up to "
              + (tokenizer.vocabularySize() - 1)
              + " and the model's vocabulary has "
              + model.vocabulary()
              + ". The two are from different models.");
    }
    this.tokenizer = tokenizer;
    this.options = options;
    this.pass = new ReadingPass(model, options);
  }

  /**
   * Opens one document at its beginning.
   *
   * @param text the document's UTF-8 text; closed with the reading
   */
  public DocumentReading open(InputStream text) {
    return new DocumentReading(pass, tokenizer, options, Content.TEXT, text);
  }

  /**
   * Opens one document that is token ids already, at its beginning. Its windows and totals have no
   * bytes of text.
   *
   * @param ids of the model's vocabulary, each a little-endian int32 ({@link
   *     io.corpuscle.engine.text.TokenIds#bytes} makes them), without the control token that opens
   *     a document; closed with the reading
   */
  public DocumentReading openTokens(InputStream ids) {
    return new DocumentReading(pass, tokenizer, options, Content.TOKEN_IDS, ids);
  }

  /**
   * Reads documents together, at most {@link ReadingOptions#documentsTogether} at a time.
   *
   * @param documents the documents in order, each asked for when it is about to be opened
   */
  public JointReading together(Iterator<? extends Document> documents) {
    return new JointReading(pass, tokenizer, options, documents);
  }

  /** Size of the scratch memory; fixed after a chunk. */
  public long scratchBytes() {
    return pass.scratchBytes();
  }

  /** How much of {@link #scratchBytes} is outside of the Java heap, in direct buffers. */
  public long directScratchBytes() {
    return pass.directScratchBytes();
  }

  /**
   * Size of what is remembered of all documents that are open, whatever their length; kept for the
   * next ones.
   */
  public long stateBytes() {
    return pass.stateBytes();
  }
}
