package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Text that a table holds as bytes, taken as a text file would be: it is in what its byte order
 * mark says, else in what it was declared to be.
 */
public final class BinaryText {
  private final byte[] bytes;
  private final int from;
  private final Charset encoding;

  /**
   * @param bytes the text, after a byte order mark if it has one; not written to
   * @param declared what it is in without a mark
   */
  public BinaryText(byte[] bytes, DeclaredEncoding declared) {
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, ByteOrderMark.LONGEST));
    Optional<ByteOrderMark> mark = ByteOrderMark.at(head);
    this.bytes = bytes;
    this.from = mark.map(ByteOrderMark::length).orElse(0);
    this.encoding = mark.map(ByteOrderMark::charset).orElseGet(declared::charset);
  }

  /** What it is decoded from; empty if it is UTF-8, which is taken as it is. */
  public Optional<String> encoding() {
    return encoding.equals(StandardCharsets.UTF_8)
        ? Optional.empty()
        : Optional.of(encoding.name());
  }

  /**
   * Its UTF-8, without a mark. Whether what was UTF-8 is valid is left to who reads it.
   *
   * @throws DocumentException if it is not text in its encoding
   */
  public byte[] utf8() {
    if (encoding().isEmpty()) {
      return Arrays.copyOfRange(bytes, from, bytes.length);
    }
    ByteArrayInputStream encoded = new ByteArrayInputStream(bytes, from, bytes.length - from);
    try (TranscodedBytes text = new TranscodedBytes(encoded, encoding)) {
      return text.readAllBytes();
    } catch (IOException e) {
      throw new DocumentException(
          Fault.UNSUPPORTED_ENCODING,
          String.format(
              Locale.ROOT,
              "the text is not %s throughout: it has bytes that are no character in it. Set encoding to what it is in.",
              encoding.name()),
          e);
    }
  }
}
