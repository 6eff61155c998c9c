package io.corpuscle.jobs.source;

import io.corpuscle.schemas.ReadingRow;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;

/** Rows that wait to be taken: those that were read, and those that are to be decoded again. */
final class RowQueue {
  private final Deque<Iterator<? extends ReadingRow>> waiting = new ArrayDeque<>();

  void add(ReadingRow row) {
    waiting.add(Collections.singleton(row).iterator());
  }

  /** Adds rows of which each is asked for when it is its turn. */
  void addAll(Iterator<? extends ReadingRow> rows) {
    waiting.add(rows);
  }

  boolean isEmpty() {
    while (!waiting.isEmpty() && !waiting.getFirst().hasNext()) {
      waiting.removeFirst();
    }
    return waiting.isEmpty();
  }

  /** The next row; there must be one. */
  ReadingRow remove() {
    return waiting.getFirst().next();
  }
}
