package io.corpuscle.jobs.corpus;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text that comes in pieces, which are made when they are wanted, as UTF-8. */
abstract class PiecewiseText extends DocumentBytes {
  private byte[] piece = {};
  private int taken;

  /** The next piece of text, which may be empty; none after the last. */
  abstract Optional<String> next();

  @Override
  public int read(byte[] into, int offset, int length) {
    while (taken == piece.length) {
      Optional<String> text = next();
      if (text.isEmpty()) {
        return -1;
      }
      piece = text.get().getBytes(StandardCharsets.UTF_8);
      taken = 0;
    }
    int read = Math.min(length, piece.length - taken);
    System.arraycopy(piece, taken, into, offset, read);
    taken += read;
    return read;
  }
}
