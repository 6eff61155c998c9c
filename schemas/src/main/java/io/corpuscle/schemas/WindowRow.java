package io.corpuscle.schemas;

import io.corpuscle.engine.reading.EmbeddingVector;
import io.corpuscle.engine.reading.WindowResult;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A window of a document, as a row.
 *
 * @param docId the document's id
 * @param uri the file it is in
 * @param window what was measured
 */
public record WindowRow(String docId, String uri, WindowResult window) implements ReadingRow {

  @Override
  public RowKind kind() {
    return RowKind.WINDOW;
  }

  @Override
  public OptionalDouble bitsPerToken() {
    return per(window.tokens());
  }

  /** Empty also for a window of no bytes. */
  @Override
  public OptionalDouble bitsPerByte() {
    return per(window.bytes());
  }

  private OptionalDouble per(long count) {
    return window.bits().isPresent() && count > 0
        ? OptionalDouble.of(window.bits().getAsDouble() / count)
        : OptionalDouble.empty();
  }

  /** The embedding's components. */
  Optional<List<Float>> embedding() {
    return window.embedding().map(Components::new);
  }

  private static final class Components extends AbstractList<Float> {
    private final EmbeddingVector vector;

    Components(EmbeddingVector vector) {
      this.vector = vector;
    }

    @Override
    public Float get(int i) {
      return vector.value(i);
    }

    @Override
    public int size() {
      return vector.size();
    }
  }
}
