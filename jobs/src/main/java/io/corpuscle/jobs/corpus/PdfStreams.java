package io.corpuscle.jobs.corpus;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.InflaterInputStream;

/**
 * The deflated streams of a PDF file, by the bytes that begin one wherever they stand: the library
 * unpacks a stream into memory, and asks nobody how much that may be. A stream that is deflated
 * several times over is unpacked as often.
 */
final class PdfStreams {
  private static final String BEGIN = "stream";
  private static final int BUFFER = 1 << 13;

  /** What an inflater takes beyond the end of a stream, where another may begin. */
  private static final int READ_AHEAD = 512;

  private final byte[] pdf;
  private final long most;

  PdfStreams(byte[] pdf, long most) {
    this.pdf = pdf;
    this.most = most;
  }

  /** Whether one of them unpacks to more than there may be of one; none of it is kept. */
  boolean anyTooLarge() {
    int at = 0;
    while (at < pdf.length) {
      if (!begins(at)) {
        at++;
        continue;
      }
      at = afterLineBreak(at + BEGIN.length());
      ByteArrayInputStream packed = new ByteArrayInputStream(pdf, at, pdf.length - at);
      if (isDeflated(packed) && isTooLarge(packed)) {
        return true;
      }
      at = Math.max(at, pdf.length - packed.available() - READ_AHEAD);
    }
    return false;
  }

  private boolean begins(int at) {
    if (at + BEGIN.length() > pdf.length) {
      return false;
    }
    for (int i = 0; i < BEGIN.length(); i++) {
      if (pdf[at + i] != BEGIN.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int afterLineBreak(int at) {
    int after = at;
    while (after < pdf.length && (pdf[after] == '\r' || pdf[after] == '\n')) {
      after++;
    }
    return after;
  }

  /** By the two bytes that every deflated stream begins with; leaves it at its first. */
  private static boolean isDeflated(InputStream stream) {
    try {
      stream.mark(2);
      int header = stream.read() << Byte.SIZE | stream.read();
      stream.reset();
      return header >= 0 && (header >> Byte.SIZE & 0xf) == 8 && header % 31 == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isTooLarge(InputStream packed) {
    byte[] bytes = new byte[BUFFER];
    long count = 0;
    try (InputStream unpacked = new BufferedInputStream(new InflaterInputStream(packed), BUFFER)) {
      if (isDeflated(unpacked)) {
        return isTooLarge(unpacked);
      }
      for (int read = 0; read >= 0 && count <= most; count += Math.max(read, 0)) {
        read = unpacked.read(bytes, 0, bytes.length);
      }
    } catch (IOException e) {
      // Damaged, or not what it looked like: the library gets no further either.
    }
    return count > most;
  }
}
