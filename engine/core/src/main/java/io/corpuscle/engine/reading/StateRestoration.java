package io.corpuscle.engine.reading;

import io.corpuscle.engine.checkpoint.ElementType;
import io.corpuscle.engine.state.StateExchange;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Gives a state what a snapshot holds. */
final class StateRestoration implements StateExchange {
  private final long tokens;
  private final Map<String, DocumentSnapshot.Part> left;

  StateRestoration(long tokens, Map<String, DocumentSnapshot.Part> parts) {
    this.tokens = tokens;
    this.left = new HashMap<>(parts);
  }

  /**
   * Demands that the state had a place for everything.
   *
   * @throws SnapshotException if it had not
   */
  void requireAllTaken() {
    if (!left.isEmpty()) {
      throw new SnapshotException(
          "the snapshot holds '"
              + left.keySet().iterator().next()
              + "', which this model's state does not have");
    }
  }

  @Override
  public long position(long position) {
    return tokens;
  }

  @Override
  public void floats(String name, float[] values, int count) {
    ByteBuffer bytes = take(name, ElementType.F32, (long) count * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values, 0, count);
  }

  @Override
  public void bytes(String name, byte[] values, int count) {
    take(name, ElementType.U8, count).get(values, 0, count);
  }

  @Override
  public void bytes(String name, ByteBuffer values, int from, int count) {
    ByteBuffer bytes = take(name, ElementType.U8, count);
    values.put(from, bytes, bytes.position(), count);
  }

  private ByteBuffer take(String name, ElementType type, long bytes) {
    DocumentSnapshot.Part part = left.remove(name);
    if (part == null || part.type() != type || part.bytes().remaining() != bytes) {
      throw new SnapshotException(
          String.format(
              Locale.ROOT,
              "this model's state has %,d bytes of %s in '%s' after %,d tokens, and the snapshot %s",
              bytes,
              type,
              name,
              tokens,
              part == null
                  ? "none"
                  : String.format(
                      Locale.ROOT, "%,d of %s", part.bytes().remaining(), part.type())));
    }
    return part.bytes().duplicate();
  }
}
