package io.corpuscle.jobs.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes of model files. */
final class Sha256 {
  private Sha256() {}

  static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Copies all of {@code in}; the hash of what was copied, in hexadecimal. */
  static String copy(InputStream in, OutputStream out) throws IOException {
    DigestInputStream digesting = new DigestInputStream(in, start());
    byte[] block = new byte[1 << 16];
    for (int n = digesting.read(block); n >= 0; n = digesting.read(block)) {
      out.write(block, 0, n);
    }
    return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
  }
}
