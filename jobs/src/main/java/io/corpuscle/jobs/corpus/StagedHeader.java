package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import io.corpuscle.schemas.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * What stands before the content of a row where it is staged: how the content was decoded, and the
 * row's metadata. Each is its length in four bytes, −1 for none, and its UTF-8.
 *
 * @param encoding what the text was decoded from, if it was not UTF-8
 * @param metadata a JSON object, if any was asked for
 */
public record StagedHeader(Optional<String> encoding, Optional<String> metadata) {
  private static final int NONE = -1;

  /** As bytes. */
  public byte[] toBytes() {
    byte[] first = bytes(encoding);
    byte[] second = bytes(metadata);
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private static byte[] bytes(Optional<String> value) {
    if (value.isEmpty()) {
      return ByteBuffer.allocate(Integer.BYTES).putInt(NONE).array();
    }
    byte[] utf8 = value.get().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + utf8.length).putInt(utf8.length).put(utf8).array();
  }

  /** Tells apart headers that differ: the first bytes of their SHA-256. */
  public long digest() {
    return ByteBuffer.wrap(Sha256.begin().digest(toBytes())).getLong();
  }

  /**
   * Reads one.
   *
   * @param file at its first byte; after it when this returns
   */
  static StagedHeader read(DecodedFile file) {
    Optional<String> encoding = next(file);
    return new StagedHeader(encoding, next(file));
  }

  private static Optional<String> next(DecodedFile file) {
    int length = ByteBuffer.wrap(take(file, Integer.BYTES)).getInt();
    return length == NONE
        ? Optional.empty()
        : Optional.of(new String(take(file, length), StandardCharsets.UTF_8));
  }

  private static byte[] take(DecodedFile file, int length) {
    byte[] bytes = new byte[length];
    int taken = 0;
    while (taken < length) {
      int read = file.read(bytes, taken, length - taken);
      if (read < 0) {
        throw cutShort(file);
      }
      taken += read;
    }
    return bytes;
  }

  /** The fault of a staged file that is shorter than what was written to it. */
  static DocumentException cutShort(DecodedFile file) {
    return new DocumentException(
        Fault.UNREADABLE,
        String.format(
            Locale.ROOT,
            "%s, to which this run copied rows, ends at byte %,d before a row does. Run again.",
            file.file().uri(),
            file.position()));
  }
}
