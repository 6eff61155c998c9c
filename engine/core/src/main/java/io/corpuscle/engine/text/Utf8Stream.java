package io.corpuscle.engine.text;

import static java.util.Objects.checkFromIndexSize;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The first stage of every tokenizer: takes bytes cut anywhere, hands on whole characters, and
 * refuses what is not UTF-8. Carries at most three bytes.
 */
final class Utf8Stream implements TokenStream {
  private final TextSink next;

  /** The character that the last piece ended inside of. */
  private final byte[] begun = new byte[Utf8.LONGEST];

  private int begunLength;

  /** How many bytes went on to the next stage. */
  private long position;

  private boolean finished;

  Utf8Stream(TextSink next) {
    this.next = next;
  }

  @Override
  public void feed(byte[] utf8, int offset, int length) {
    checkFromIndexSize(offset, length, utf8.length);
    if (finished) {
      throw new IllegalStateException(
          "The document has ended at byte " + position + ". Open another stream for the next one.");
    }
    int to = offset + length;
    int from = completeBegun(utf8, offset, to);
    int at = from;
    while (at < to) {
      int size = Utf8.size(utf8, at, to);
      if (size == Utf8.MALFORMED) {
        throw notUtf8(position + (at - from), "has bytes no character is made of");
      }
      if (size == Utf8.INCOMPLETE) {
        break;
      }
      at += size;
    }
    pass(utf8, from, at);
    while (at < to) {
      begun[begunLength++] = utf8[at++];
    }
  }

  @Override
  public void finish() {
    if (begunLength > 0) {
      throw notUtf8(position, "ends inside a character");
    }
    finished = true;
    next.finish();
  }

  /** Adds bytes to the begun character until it is whole; where the piece goes on behind it. */
  private int completeBegun(byte[] utf8, int from, int to) {
    int at = from;
    while (begunLength > 0 && at < to) {
      begun[begunLength++] = utf8[at++];
      int size = Utf8.size(begun, 0, begunLength);
      if (size == Utf8.MALFORMED) {
        throw notUtf8(position, "has bytes no character is made of");
      }
      if (size != Utf8.INCOMPLETE) {
        begunLength = 0;
        pass(begun, 0, size);
      }
    }
    return at;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    if (finished) {
      throw new IllegalStateException("The document has ended at byte " + position + ".");
    }
    out.writeLong(position);
    HeldBytes.save(begun, begunLength, out);
    next.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    position = in.readLong();
    byte[] held = HeldBytes.restore(in, begun.length - 1);
    begunLength = held.length;
    System.arraycopy(held, 0, begun, 0, held.length);
    next.restore(in);
  }

  private void pass(byte[] text, int from, int to) {
    position += to - from;
    if (from < to) {
      next.accept(text, from, to);
    }
  }

  private static DocumentException notUtf8(long offset, String what) {
    return new DocumentException(
        Fault.INVALID_UTF8,
        "The text is not valid UTF-8: at byte "
            + offset
            + " it "
            + what
            + ". Convert the document to UTF-8, or correct it there.");
  }
}
