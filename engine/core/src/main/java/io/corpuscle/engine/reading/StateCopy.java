package io.corpuscle.engine.reading;

import io.corpuscle.engine.checkpoint.ElementType;
import io.corpuscle.engine.state.StateExchange;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies what a state holds. */
final class StateCopy implements StateExchange {
  private final long tokens;
  private final Map<String, DocumentSnapshot.Part> parts = new LinkedHashMap<>();

  /**
   * @param tokens how many every layer has read
   */
  StateCopy(long tokens) {
    this.tokens = tokens;
  }

  /** By the names the state gave them, in its order. */
  Map<String, DocumentSnapshot.Part> parts() {
    return parts;
  }

  @Override
  public long position(long position) {
    if (position != tokens) {
      throw new IllegalStateException(
          "A layer has read " + position + " tokens and the document " + tokens);
    }
    return position;
  }

  @Override
  public void floats(String name, float[] values, int count) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, count)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values, 0, count);
    put(name, ElementType.F32, bytes);
  }

  @Override
  public void bytes(String name, byte[] values, int count) {
    put(name, ElementType.U8, ByteBuffer.allocate(count).put(0, values, 0, count));
  }

  @Override
  public void bytes(String name, ByteBuffer values, int from, int count) {
    put(name, ElementType.U8, ByteBuffer.allocate(count).put(0, values, from, count));
  }

  private void put(String name, ElementType type, ByteBuffer bytes) {
    if (parts.put(name, new DocumentSnapshot.Part(type, bytes)) != null) {
      throw new IllegalStateException("A state has two parts '" + name + "'");
    }
  }
}
