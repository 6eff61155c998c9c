package io.corpuscle.engine.text;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How the bytes that a stage of a {@link TokenStream} holds back are written down. */
final class HeldBytes {
  private HeldBytes() {}

  /** Writes the first {@code length}. */
  static void save(byte[] held, int length, DataOutput out) throws IOException {
    out.writeInt(length);
    out.write(held, 0, length);
  }

  /**
   * Reads what was written.
   *
   * @param most how many a stage can hold
   */
  static byte[] restore(DataInput in, int most) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > most) {
      throw new IOException(
          "a stage of the tokenizer holds " + length + " bytes, and at most " + most + " can be");
    }
    byte[] held = new byte[length];
    in.readFully(held);
    return held;
  }
}
