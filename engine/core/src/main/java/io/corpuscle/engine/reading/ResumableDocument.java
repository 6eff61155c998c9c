package io.corpuscle.engine.reading;

import java.util.Iterator;

/**
 * A document whose reading may go on where another was interrupted, and that is given snapshots for
 * that. What is read from a snapshot on is, bit for bit, what would have been read without the
 * interruption.
 *
 * <p>Its {@link #open} is called once for each snapshot that is tried and, if none fits, once more.
 */
public interface ResumableDocument extends Document {

  /** What its reading may go on from, the one to try first first. Asked for once, before all. */
  Iterator<DocumentSnapshot> snapshots();

  /**
   * A snapshot does not fit, and the next one is tried.
   *
   * @param reason a {@link SnapshotException}, or what the text could not be read for
   */
  void refused(DocumentSnapshot snapshot, Exception reason);

  /** Its reading goes on from a snapshot: the windows told are those after it. */
  void resumed(DocumentSnapshot snapshot);

  /**
   * Whether a snapshot is wanted now. Asked after every chunk, once all windows up to there have
   * been told.
   *
   * @param tokens how many have been read, the control token among them
   */
  boolean wantsSnapshot(long tokens);

  /** Takes a snapshot that was wanted. */
  void snapshot(DocumentSnapshot snapshot);

  /**
   * Whether it wants a snapshot of the last place where text may still be appended to the document:
   * from there on a longer text that begins with this one is read as if it had been that long at
   * first. It wants none unless it says so.
   */
  default boolean wantsLastEdge() {
    return false;
  }

  /** Takes that snapshot. A text of less than 16 KiB has none. */
  default void lastEdge(DocumentSnapshot snapshot) {
    throw new IllegalStateException("A snapshot that nobody wanted");
  }
}
