package io.corpuscle.engine.reading;

import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.tensor.Workspace;
import io.corpuscle.engine.text.Tokenizer;
import java.io.InputStream;

/**
 * Reads documents through a model, one after the other, in the memory of one chunk and one state.
 * For one thread; the model and the tokenizer may be shared.
 */
public final class DocumentReader {
  private final LanguageModel model;
  private final Tokenizer tokenizer;
  private final ReadingOptions options;
  private final Workspace workspace = Workspace.create();

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
    this.model = model;
    this.tokenizer = tokenizer;
    this.options = options;
  }

  /**
   * Opens a document at its beginning. Finish one reading before the next is opened: they share
   * this reader's scratch memory.
   *
   * @param text the document's UTF-8 text; closed with the reading
   */
  public DocumentReading open(InputStream text) {
    return new DocumentReading(model, tokenizer, options, workspace, text);
  }
}
