package io.corpuscle.jobs.texts;

import io.corpuscle.engine.reading.Document;
import io.corpuscle.engine.reading.DocumentEnd;
import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.EmbeddingMean;
import io.corpuscle.engine.reading.JointReading;
import io.corpuscle.engine.reading.WindowResult;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.TaskContext;

/**
 * Reads the texts of a stream of items together, so that short ones share chunks, and gives each
 * item back in its turn with what was read of it. No more items are held than are read together.
 * For one thread.
 *
 * @param <T> what has a text, or none
 */
public final class TextReadings<T> implements Iterator<TextReadings.Read<T>> {
  private static final byte[] NO_TEXT = {};

  private final Function<T, Optional<byte[]>> text;
  private final Deque<Read<T>> read = new ArrayDeque<>();
  private final JointReading reading;
  private boolean more;

  /**
   * An item that had its turn.
   *
   * @param item as it was given
   * @param reading empty if it has no text
   */
  public record Read<T>(T item, Optional<TextReading> reading) {}

  /**
   * @param items in order, each asked for when it is about to be read
   * @param text an item's text in UTF-8
   */
  public TextReadings(
      DocumentReader reader, Iterator<T> items, Function<T, Optional<byte[]>> text) {
    this.text = text;
    this.more = items.hasNext();
    this.reading = reader.together(documents(items));
  }

  /**
   * Reads one text alone.
   *
   * @param text in UTF-8
   */
  public static TextReading of(DocumentReader reader, byte[] text) {
    Iterator<byte[]> alone = Optional.of(text).stream().iterator();
    return new TextReadings<>(reader, alone, Optional::of).next().reading().orElseThrow();
  }

  private Iterator<Document> documents(Iterator<T> items) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public Document next() {
        return new Text(items.next());
      }
    };
  }

  @Override
  public boolean hasNext() {
    while (read.isEmpty() && more) {
      stopIfKilled();
      more = reading.advance();
    }
    return !read.isEmpty();
  }

  /** On the driver, where Spark folds constants, there is no task. */
  private static void stopIfKilled() {
    Optional.ofNullable(TaskContext.get()).ifPresent(TaskContext::killTaskIfInterrupted);
  }

  @Override
  public Read<T> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("All items have been given");
    }
    return read.remove();
  }

  /**
   * The text of an item. One without a text is read as an empty one, which costs next to nothing.
   */
  private final class Text implements Document {
    private final T item;
    private final Optional<byte[]> bytes;
    private final EmbeddingMean embedding = new EmbeddingMean();

    Text(T item) {
      this.item = item;
      this.bytes = text.apply(item);
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes.orElse(NO_TEXT));
    }

    @Override
    public void window(WindowResult window) {
      embedding.add(window);
    }

    @Override
    public void end(DocumentEnd end) {
      read.add(
          new Read<>(
              item,
              bytes.map(any -> new TextReading(end.totals(), embedding.mean(), end.fault()))));
    }
  }
}
