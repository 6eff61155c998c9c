package io.corpuscle.engine.text;

/** UTF-8 one character at a time, by table 3-7 of the Unicode standard. */
final class Utf8 {
  /** The most bytes a character has. */
  static final int LONGEST = 4;

  /** {@link #size(byte[], int, int)} of a character that goes on behind the bytes given. */
  static final int INCOMPLETE = 0;

  /** {@link #size(byte[], int, int)} of bytes that no character begins with. */
  static final int MALFORMED = -1;

  private Utf8() {}

  /**
   * How many bytes the character at {@code text[at]} has, or {@link #INCOMPLETE} or {@link
   * #MALFORMED}. Overlong forms, surrogates and code points beyond U+10FFFF are malformed.
   */
  static int size(byte[] text, int at, int to) {
    int lead = text[at] & 0xFF;
    if (lead < 0x80) {
      return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
      return MALFORMED;
    }
    int size = size(text[at]);
    for (int i = 1; i < size; i++) {
      if (at + i == to) {
        return INCOMPLETE;
      }
      int next = text[at + i] & 0xFF;
      int least = i > 1 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
      int most = i > 1 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
      if (next < least || next > most) {
        return MALFORMED;
      }
    }
    return size;
  }

  /** How many bytes a valid character has that begins with this one. */
  static int size(byte lead) {
    int bits = lead & 0xFF;
    return bits < 0x80 ? 1 : bits < 0xE0 ? 2 : bits < 0xF0 ? 3 : 4;
  }

  /** The code point of the valid, whole character at {@code text[at]}. */
  static int codePoint(byte[] text, int at) {
    byte lead = text[at];
    return switch (size(lead)) {
      case 1 -> lead;
      case 2 -> ((lead & 0x1F) << 6) | (text[at + 1] & 0x3F);
      case 3 -> ((lead & 0x0F) << 12) | ((text[at + 1] & 0x3F) << 6) | (text[at + 2] & 0x3F);
      default ->
          ((lead & 0x07) << 18)
              | ((text[at + 1] & 0x3F) << 12)
              | ((text[at + 2] & 0x3F) << 6)
              | (text[at + 3] & 0x3F);
    };
  }

  /** The last start of a character at or before {@code end}, where {@code end == to} is one too. */
  static int characterStart(byte[] text, int end, int to) {
    int start = end;
    while (start < to && (text[start] & 0xC0) == 0x80) {
      start--;
    }
    return start;
  }
}
