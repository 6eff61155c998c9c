package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.DocumentException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Bytes of a document's file, taken many at a time; their faults are {@link DocumentException}s.
 */
abstract class DocumentBytes extends InputStream {

  @Override
  public final int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] bytes, int offset, int length);

  /** What {@link DocumentText#metadata} gives. */
  Optional<String> metadata() {
    return Optional.empty();
  }
}
