package io.corpuscle.engine.text;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Turns the ends of tokens in normalised text into ends in the document's own bytes. A token that
 * ends inside a sequence that normalisation changed ends where the document's sequence ends, so the
 * tokens behind it in the same sequence have no bytes of their own.
 */
final class SourceOffsets implements TokenSink {

  /** The document's {@code [.., sourceEnd)} became {@code [start, end)} of the normalised text. */
  private record Change(long start, long end, long sourceEnd) {}

  private final TokenSink sink;

  /** The changes in which or behind which the next token may end. */
  private final Deque<Change> changes = new ArrayDeque<>();

  /** How far both texts were described. */
  private long normalised;

  private long source;

  /** What to add to an end in the normalised text that lies before the first of the changes. */
  private long shift;

  SourceOffsets(TokenSink sink) {
    this.sink = sink;
  }

  /** The next bytes are the document's own. */
  void same(int length) {
    normalised += length;
    source += length;
  }

  /** The next bytes stand for a sequence of the document that had another spelling. */
  void changed(int sourceLength, int normalisedLength) {
    source += sourceLength;
    changes.add(new Change(normalised, normalised + normalisedLength, source));
    normalised += normalisedLength;
  }

  /** Writes the changes and how far both texts were described. */
  void save(DataOutput out) throws IOException {
    out.writeLong(normalised);
    out.writeLong(source);
    out.writeLong(shift);
    out.writeInt(changes.size());
    for (Change change : changes) {
      out.writeLong(change.start());
      out.writeLong(change.end());
      out.writeLong(change.sourceEnd());
    }
  }

  /** Goes on where another was when it saved this. */
  void restore(DataInput in) throws IOException {
    normalised = in.readLong();
    source = in.readLong();
    shift = in.readLong();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      changes.add(new Change(in.readLong(), in.readLong(), in.readLong()));
    }
  }

  @Override
  public void accept(int id, long byteEnd) {
    Change change = changes.peek();
    while (change != null && change.end() <= byteEnd) {
      shift = change.sourceEnd() - change.end();
      changes.remove();
      change = changes.peek();
    }
    boolean inside = change != null && change.start() < byteEnd;
    sink.accept(id, inside ? change.sourceEnd() : byteEnd + shift);
  }
}
