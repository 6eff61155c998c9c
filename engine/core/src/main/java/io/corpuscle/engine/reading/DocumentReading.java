package io.corpuscle.engine.reading;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Tokenizer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** One document being read: text is pulled in, and windows come out, as they are asked for. */
public final class DocumentReading implements Closeable {
  private final Content content;
  private final InputStream text;
  private final JointReading reading;
  private final Deque<WindowResult> finished = new ArrayDeque<>();
  private DocumentTotals totals;
  private Optional<DocumentEnd> end = Optional.empty();

  DocumentReading(
      ReadingPass pass,
      Tokenizer tokenizer,
      ReadingOptions options,
      Content content,
      InputStream text) {
    this.content = content;
    this.text = text;
    this.totals = DocumentTotals.none(options.measures());
    Iterator<Document> alone = List.<Document>of(new Alone()).iterator();
    this.reading = new JointReading(pass, tokenizer, options, alone);
  }

  private final class Alone implements Document {
    @Override
    public Content content() {
      return content;
    }

    @Override
    public InputStream open() {
      return text;
    }

    @Override
    public void window(WindowResult window) {
      finished.add(window);
    }

    @Override
    public void end(DocumentEnd told) {
      end = Optional.of(told);
    }
  }

  /**
   * Reads on to the end of the next window.
   *
   * @return the window, or empty after the last one
   * @throws DocumentException if the text is not valid; the windows before it have been given
   * @throws IOException if the text cannot be read; likewise
   */
  public Optional<WindowResult> next() throws IOException {
    while (finished.isEmpty() && end.isEmpty()) {
      reading.advance();
    }
    if (finished.isEmpty()) {
      throwFault();
      return Optional.empty();
    }
    WindowResult window = finished.remove();
    totals = totals.plus(window);
    return Optional.of(window);
  }

  private void throwFault() throws IOException {
    Optional<Exception> fault = end.flatMap(DocumentEnd::fault);
    if (fault.isPresent() && fault.get() instanceof IOException unreadable) {
      throw unreadable;
    }
    if (fault.isPresent()) {
      throw (DocumentException) fault.get();
    }
  }

  /**
   * What the windows given so far hold; of the whole document once {@link #next} has given empty.
   */
  public DocumentTotals totals() {
    return totals;
  }

  @Override
  public void close() throws IOException {
    reading.close();
    text.close();
  }
}
