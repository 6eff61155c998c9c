package io.corpuscle.engine.text;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Cuts text into pre-tokens and has each encoded. Between two pieces it carries only the bytes of
 * the pre-token that may still grow, at most {@link PreTokenScanner#LIMIT} and one character; fed
 * to a fresh stream, these bytes go on as if nothing had happened.
 */
final class PreTokens implements TextSink {
  private static final int PIECE = 16 * 1024;

  private final BytePairEncoder encoder;
  private final TokenSink sink;
  private final PreTokenScanner scanner = new PreTokenScanner();
  private byte[] held = new byte[PIECE];
  private int heldLength;

  /** Where {@code held} begins in the text. */
  private long position;

  PreTokens(BytePairEncoder encoder, TokenSink sink) {
    this.encoder = encoder;
    this.sink = sink;
  }

  @Override
  public void accept(byte[] text, int from, int to) {
    for (int at = from; at < to; ) {
      int end = Utf8.characterStart(text, Math.min(to, at + PIECE), to);
      hold(text, at, end);
      encodeWhatIsDecided(false);
      at = end;
    }
  }

  @Override
  public void finish() {
    encodeWhatIsDecided(true);
  }

  /** The scanner's place in the pre-token that may still grow is found again from its bytes. */
  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(position);
    HeldBytes.save(held, heldLength, out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    position = in.readLong();
    byte[] restored = HeldBytes.restore(in, PreTokenScanner.LIMIT + Utf8.LONGEST);
    hold(restored, 0, restored.length);
  }

  private void hold(byte[] text, int from, int to) {
    int needed = heldLength + (to - from);
    if (needed > held.length) {
      held = Arrays.copyOf(held, Math.max(needed, 2 * held.length));
    }
    System.arraycopy(text, from, held, heldLength, to - from);
    heldLength = needed;
  }

  private void encodeWhatIsDecided(boolean ended) {
    int from = 0;
    while (from < heldLength) {
      int length = scanner.next(held, from, heldLength, ended);
      if (length == PreTokenScanner.UNDECIDED) {
        break;
      }
      position = encoder.encode(held, from, length, position, sink);
      from += length;
    }
    System.arraycopy(held, from, held, 0, heldLength - from);
    heldLength -= from;
  }
}
