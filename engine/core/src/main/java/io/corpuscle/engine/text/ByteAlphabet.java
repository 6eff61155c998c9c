package io.corpuscle.engine.text;

/**
 * The alphabet in which byte-level vocabularies write bytes: printable Latin-1 characters stand for
 * their own byte, and the 68 bytes without one are written U+0100, U+0101, … in their order.
 */
final class ByteAlphabet {
  private static final char[] LETTERS = letters();

  private ByteAlphabet() {}

  /** The character that stands for a byte, 0 to 255. */
  static char letter(int value) {
    return LETTERS[value];
  }

  /** How many bytes a token stands for, or 0 if it is not written in this alphabet. */
  static int byteLength(String token) {
    for (int i = 0; i < token.length(); i++) {
      if (!isLetter(token.charAt(i))) {
        return 0;
      }
    }
    return token.length();
  }

  private static boolean isLetter(char c) {
    return isPrintable(c) || (c >= 0x100 && c < 0x100 + 68);
  }

  private static boolean isPrintable(int c) {
    return (c >= '!' && c <= '~') || (c >= 0xA1 && c <= 0xAC) || (c >= 0xAE && c <= 0xFF);
  }

  private static char[] letters() {
    char[] letters = new char[256];
    int unprintable = 0x100;
    for (int value = 0; value < letters.length; value++) {
      letters[value] = (char) (isPrintable(value) ? value : unprintable++);
    }
    return letters;
  }
}
