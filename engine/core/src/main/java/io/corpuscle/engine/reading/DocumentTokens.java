package io.corpuscle.engine.reading;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import io.corpuscle.engine.text.TokenStream;
import io.corpuscle.engine.text.Tokenizer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * The tokens of one document that wait to be read, the control token that opens it first; its text
 * is pulled in as more are needed.
 */
final class DocumentTokens implements Closeable {
  private static final int READ_BYTES = 1 << 14;

  private final Document document;
  private final TokenQueue waiting = new TokenQueue();
  private final TokenStream stream;
  private final byte[] bytes = new byte[READ_BYTES];
  private Optional<InputStream> text = Optional.empty();
  private Optional<Exception> fault = Optional.empty();
  private boolean ended;

  DocumentTokens(Document document, Tokenizer tokenizer) {
    this.document = document;
    this.stream = tokenizer.open(waiting);
    waiting.accept(tokenizer.documentStart(), 0);
  }

  /** Those that wait. */
  TokenQueue waiting() {
    return waiting;
  }

  /** Whether no more will come. */
  boolean ended() {
    return ended;
  }

  /** What the text ended for before its end. The tokens before it are whole all the same. */
  Optional<Exception> fault() {
    return fault;
  }

  /** Pulls text until more than {@code count} tokens wait, or there is no more. */
  void pull(int count) {
    try {
      while (!ended && waiting.size() <= count) {
        pull();
      }
    } catch (DocumentException | IOException e) {
      ended = true;
      fault = Optional.of(e);
      closeAfter(e);
    }
  }

  /**
   * Ends the document for having more tokens than there is room for: what is left of it is only
   * counted.
   *
   * @param read how many tokens have been taken from those that waited
   * @param capacity for how many there is room
   */
  void refuse(long read, int capacity) {
    int keep = (int) (capacity - read);
    long beyond = waiting.size() - keep;
    waiting.truncate(keep);
    try {
      while (!ended) {
        pull();
        beyond += waiting.size() - keep;
        waiting.truncate(keep);
      }
      String message =
          String.format(
              Locale.ROOT,
              "the document has %,d tokens and the model's key/value state room for %,d."
                  + " Use a model of constant state, or raise max_position_embeddings to %d in its"
                  + " config.json.",
              capacity + beyond,
              capacity,
              capacity + beyond);
      fault = Optional.of(new DocumentException(Fault.CAPACITY, message));
    } catch (DocumentException | IOException e) {
      ended = true;
      fault = Optional.of(e);
      closeAfter(e);
    }
  }

  private void pull() throws IOException {
    if (text.isEmpty()) {
      text = Optional.of(document.open());
    }
    // Always a whole block, so that what is read before a fault does not depend on the source.
    int read = text.get().readNBytes(bytes, 0, READ_BYTES);
    stream.feed(bytes, 0, read);
    if (read < READ_BYTES) {
      stream.finish();
      close();
      ended = true;
    }
  }

  private void closeAfter(Exception e) {
    try {
      close();
    } catch (IOException second) {
      e.addSuppressed(second);
    }
  }

  @Override
  public void close() throws IOException {
    if (text.isPresent()) {
      text.get().close();
    }
  }
}
