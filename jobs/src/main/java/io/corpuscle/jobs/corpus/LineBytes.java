package io.corpuscle.jobs.corpus;

import java.util.Locale;

/**
 * The lines of a file, each a stream that ends before its line feed; no line is held whole, and one
 * longer than a line may be is a fault of the file.
 */
final class LineBytes extends DocumentBytes {
  private final DecodedFile file;
  private final InputLimits limits;
  private final byte[] bytes = new byte[1 << 16];

  /** Where {@link #bytes} begin in the file. */
  private long base;

  private int next;
  private int end;
  private long number;
  private long start;
  private boolean lineEnded = true;

  LineBytes(DecodedFile file, InputLimits limits) {
    this.file = file;
    this.limits = limits;
    this.base = file.position();
  }

  /** Moves to the next line, over what is left of this one; false if there is none. */
  boolean next() {
    while (!lineEnded && fill()) {
      moveTo(lineFeed(end));
      takeLineFeed();
    }
    if (!fill()) {
      return false;
    }
    lineEnded = false;
    number++;
    start = base + next;
    return true;
  }

  /** The line's number, from 1. */
  long number() {
    return number;
  }

  /** Where the line begins, in bytes of the decompressed file. */
  long start() {
    return start;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (lineEnded || !fill()) {
      return -1;
    }
    int to = lineFeed(Math.min(end, next + length));
    int read = to - next;
    System.arraycopy(bytes, next, into, offset, read);
    moveTo(to);
    takeLineFeed();
    return read == 0 && lineEnded ? -1 : read;
  }

  /** The first line feed from here, or {@code limit}. */
  private int lineFeed(int limit) {
    int i = next;
    while (i < limit && bytes[i] != '\n') {
      i++;
    }
    return i;
  }

  private void moveTo(int to) {
    next = to;
    if (base + next - start > limits.of(InputLimit.LINE_BYTES)) {
      throw limits.exceeded(
          InputLimit.LINE_BYTES,
          String.format(Locale.ROOT, "%s: line %,d", file.file().place(), number));
    }
  }

  private void takeLineFeed() {
    if (next < end && bytes[next] == '\n') {
      next++;
      lineEnded = true;
    }
  }

  /** Whether there is a byte at hand, after reading on if need be. */
  private boolean fill() {
    if (next == end) {
      base += end;
      next = 0;
      end = Math.max(file.read(bytes, 0, bytes.length), 0);
    }
    return next < end;
  }
}
