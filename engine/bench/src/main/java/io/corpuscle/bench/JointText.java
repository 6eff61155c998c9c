package io.corpuscle.bench;

import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.reading.Document;
import io.corpuscle.engine.reading.DocumentEnd;
import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.JointReading;
import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.reading.WindowResult;
import io.corpuscle.engine.text.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * Documents without end, read together as a job reads them, with every measure. A step is a chunk,
 * counted in the tokens of the windows it finished.
 */
public final class JointText implements Steps {
  private final List<byte[]> documents;
  private final JointReading reading;
  private int next;
  private long tokens;

  /**
   * Opens the first of them.
   *
   * @param documents UTF-8 each; after the last comes the first again
   */
  public JointText(
      LanguageModel model, Tokenizer tokenizer, List<byte[]> documents, int chunkTokens) {
    this.documents = List.copyOf(documents);
    ReadingOptions options =
        new ReadingOptions(
            chunkTokens,
            chunkTokens,
            ReadingOptions.DEFAULT_DOCUMENTS_TOGETHER,
            Measure.withoutSpikes());
    this.reading =
        new DocumentReader(model, tokenizer, options)
            .together(Stream.generate(Counted::new).iterator());
  }

  @Override
  public long next() {
    tokens = 0;
    reading.advance();
    return tokens;
  }

  private final class Counted implements Document {
    @Override
    public InputStream open() {
      InputStream text = new ByteArrayInputStream(documents.get(next));
      next = (next + 1) % documents.size();
      return text;
    }

    @Override
    public void window(WindowResult window) {
      tokens += window.tokens();
    }

    @Override
    public void end(DocumentEnd end) {
      end.fault()
          .ifPresent(
              fault -> {
                throw new IllegalStateException("a document could not be read", fault);
              });
    }
  }
}
