package io.corpuscle.jobs.journal;

import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a document that were read and written down.
 *
 * @param segment the file they are in
 * @param engine what read them: kernels and instruction set
 * @param document the document's {@link DocumentKey}
 * @param from the token they begin at: 0, or where the snapshot before them is
 * @param to the token they end at, where the snapshot is; {@link #END} if the document ended
 * @param rows the rows
 * @param snapshot what its reading goes on from; none at its end
 */
public record Entry(
    String segment,
    String engine,
    String document,
    long from,
    long to,
    Blob rows,
    @Nullable Blob snapshot)
    implements Serializable {
  /** Where a document ends, however many tokens it has. */
  static final long END = Long.MAX_VALUE;

  /** Whether these are the document's last rows. */
  boolean finished() {
    return to == END;
  }

  Optional<Blob> readOnFrom() {
    return Optional.ofNullable(snapshot);
  }
}
