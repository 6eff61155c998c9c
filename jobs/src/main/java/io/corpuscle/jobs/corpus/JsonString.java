package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The text of a JSON string as UTF-8, from the byte after its opening quote to its closing one.
 * Bytes pass as they are, escapes as the characters they stand for; half a surrogate pair stands
 * for none and is a fault.
 */
final class JsonString extends DocumentBytes {
  private final RecordBytes record;
  private final byte[] bytes = new byte[1 << 13];
  private int next;
  private int end;

  /** The UTF-8 of the last escape, and how much of it has been taken. */
  private byte[] escaped = {};

  private int escapedTaken;

  private boolean closed;

  /** Where {@link #bytes} begin in the decompressed file. */
  private long base;

  /**
   * @param record the bytes from the one after the opening quote to beyond the closing one
   */
  JsonString(RecordBytes record) {
    this.record = record;
    this.base = record.document().offset();
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    int written = 0;
    while (written < length && !closed) {
      if (escapedTaken < escaped.length) {
        into[offset + written++] = escaped[escapedTaken++];
        continue;
      }
      written += plain(into, offset + written, length - written);
      if (written < length) {
        special();
      }
    }
    return written == 0 && length > 0 ? -1 : written;
  }

  /** Copies bytes that stand for themselves; returns how many. */
  private int plain(byte[] into, int offset, int length) {
    if (next == end) {
      fill();
    }
    int to = next;
    int limit = Math.min(end, next + length);
    while (to < limit && bytes[to] != '"' && bytes[to] != '\\') {
      to++;
    }
    int count = to - next;
    System.arraycopy(bytes, next, into, offset, count);
    next = to;
    return count;
  }

  /** Takes the closing quote or an escape, if one is next. */
  private void special() {
    if (next == end) {
      return;
    }
    byte b = bytes[next];
    if (b == '"') {
      closed = true;
    } else if (b == '\\') {
      next++;
      escaped = new String(Character.toChars(escape())).getBytes(StandardCharsets.UTF_8);
      escapedTaken = 0;
    }
  }

  /** The code point of an escape whose backslash has been taken. */
  private int escape() {
    byte b = take();
    return switch (b) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      case '"', '\\', '/' -> b;
      default -> throw record.changed();
    };
  }

  private int unicode() {
    char first = hex();
    if (!Character.isSurrogate(first)) {
      return first;
    }
    if (Character.isHighSurrogate(first) && take() == '\\' && take() == 'u') {
      char second = hex();
      if (Character.isLowSurrogate(second)) {
        return Character.toCodePoint(first, second);
      }
    }
    DocumentRef.Located document = record.document();
    throw new DocumentException(
        Fault.MALFORMED_RECORD,
        String.format(
            Locale.ROOT,
            "%s: the text of line %,d has half a surrogate pair (U+%04X) before byte %,d of the file, which is no character. Write the pair whole, or remove it.",
            document.file().place(),
            document.ordinal(),
            (int) first,
            base + next));
  }

  private char hex() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(take(), 16);
      if (digit < 0) {
        throw record.changed();
      }
      value = value << 4 | digit;
    }
    return (char) value;
  }

  private byte take() {
    if (next == end) {
      fill();
    }
    return bytes[next++];
  }

  /** Reads on; a record that ends before its string does is not the one that was scanned. */
  private void fill() {
    base += end;
    next = 0;
    end = record.read(bytes, 0, bytes.length);
    if (end <= 0) {
      throw record.changed();
    }
  }
}
