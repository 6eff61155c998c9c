package io.corpuscle.bench;

import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.DocumentReading;
import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.reading.WindowResult;
import io.corpuscle.engine.text.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * A document that repeats a passage without end, read from bytes to windows with every measure but
 * spikes, as a job reads. A step is a window as long as a chunk, counted in tokens.
 */
public final class TextReading implements Steps {
  private final DocumentReading reading;

  /**
   * Opens a document.
   *
   * @param passage UTF-8
   */
  public TextReading(LanguageModel model, Tokenizer tokenizer, byte[] passage, int chunkTokens) {
    this(model, tokenizer, passage, chunkTokens, Measure.withoutSpikes());
  }

  /**
   * Opens a document.
   *
   * @param passage UTF-8
   * @param measures what to compute
   */
  public TextReading(
      LanguageModel model,
      Tokenizer tokenizer,
      byte[] passage,
      int chunkTokens,
      Set<Measure> measures) {
    ReadingOptions options = new ReadingOptions(chunkTokens, chunkTokens, 1, measures);
    this.reading = new DocumentReader(model, tokenizer, options).open(new RepeatedPassage(passage));
  }

  @Override
  public long next() {
    try {
      return reading
          .next()
          .map(WindowResult::tokens)
          .orElseThrow(() -> new IllegalStateException("a text without end has ended"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
