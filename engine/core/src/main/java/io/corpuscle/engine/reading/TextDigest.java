package io.corpuscle.engine.reading;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over a text that is still being taken in. */
final class TextDigest {
  private final MessageDigest digest = begin();

  /** A SHA-256 of nothing yet. */
  static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Takes more of the text. */
  void update(byte[] text, int from, int length) {
    digest.update(text, from, length);
  }

  /** Of all that was taken so far, in hexadecimal; more may follow. */
  String soFar() {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("The platform's SHA-256 can be copied", e);
    }
  }
}
