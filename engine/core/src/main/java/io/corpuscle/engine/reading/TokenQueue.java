package io.corpuscle.engine.reading;

import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.state.ModelState;
import io.corpuscle.engine.text.TokenSink;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Tokens between the tokenizer that gives them and the chunk that takes them. */
final class TokenQueue implements TokenSink {
  private int[] ids = new int[1024];
  private long[] byteEnds = new long[1024];
  private int head;
  private int tail;

  @Override
  public void accept(int id, long byteEnd) {
    if (tail == ids.length) {
      makeRoom();
    }
    ids[tail] = id;
    byteEnds[tail] = byteEnd;
    tail++;
  }

  /** Moves the tokens to the front, and doubles the room if more than half of it is taken. */
  private void makeRoom() {
    int size = size();
    int room = size > ids.length / 2 ? 2 * ids.length : ids.length;
    int[] movedIds = room == ids.length ? ids : new int[room];
    long[] movedEnds = room == ids.length ? byteEnds : new long[room];
    System.arraycopy(ids, head, movedIds, 0, size);
    System.arraycopy(byteEnds, head, movedEnds, 0, size);
    ids = movedIds;
    byteEnds = movedEnds;
    head = 0;
    tail = size;
  }

  int size() {
    return tail - head;
  }

  /** The id of the {@code i}-th token still here. */
  int id(int i) {
    return ids[head + i];
  }

  /** Where the {@code i}-th token still here ends in the document's text. */
  long byteEnd(int i) {
    return byteEnds[head + i];
  }

  /** Appends the first {@code count} to a chunk, as a run of the document that has this state. */
  void append(ModelState state, int count, Chunk chunk) {
    chunk.append(state, ids, head, count);
  }

  /** Removes the first {@code count}. */
  void remove(int count) {
    head += count;
  }

  /** Removes all but the first {@code count}. */
  void truncate(int count) {
    tail = Math.min(tail, head + count);
  }

  /** Writes the first {@code count}. */
  void save(int count, DataOutput out) throws IOException {
    out.writeInt(count);
    for (int i = 0; i < count; i++) {
      out.writeInt(id(i));
      out.writeLong(byteEnd(i));
    }
  }

  /** Appends those that were written. */
  void restore(DataInput in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      accept(in.readInt(), in.readLong());
    }
  }

  /** Removes all. */
  void clear() {
    head = 0;
    tail = 0;
  }

  @Override
  public String toString() {
    return Arrays.toString(Arrays.copyOfRange(ids, head, tail));
  }
}
