package io.corpuscle.jobs.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;

/**
 * Text of any encoding as UTF-8. What is not text in that encoding is a {@link
 * java.nio.charset.CharacterCodingException}: nothing is replaced.
 */
final class TranscodedBytes extends InputStream {
  private static final int CHARS = 1 << 13;

  /** A char becomes at most so many bytes of UTF-8. */
  private static final int BYTES_PER_CHAR = 3;

  private final Reader text;
  private final CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();
  private final CharBuffer chars = CharBuffer.allocate(CHARS).flip();
  private final ByteBuffer bytes = ByteBuffer.allocate(CHARS * BYTES_PER_CHAR).flip();
  private boolean ended;

  TranscodedBytes(InputStream text, Charset encoding) {
    this.text = strict(text, encoding);
  }

  /** A reader that throws where bytes stand for no character. */
  static Reader strict(InputStream text, Charset encoding) {
    return new InputStreamReader(
        text,
        encoding
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (!bytes.hasRemaining()) {
      if (ended) {
        return -1;
      }
      encode();
    }
    int read = Math.min(length, bytes.remaining());
    bytes.get(into, offset, read);
    return read;
  }

  private void encode() throws IOException {
    // Half a surrogate pair may be left of the last chars: its other half is to come.
    chars.compact();
    ended = text.read(chars) < 0;
    chars.flip();
    bytes.clear();
    if (utf8.encode(chars, bytes, ended).isError()) {
      throw new MalformedInputException(1);
    }
    bytes.flip();
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
