package io.corpuscle.engine.convert;

import io.corpuscle.engine.checkpoint.StoredTensor;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Checksums of tensors. */
public final class Fingerprints {
  private static final int PIECE = 1 << 16;

  private Fingerprints() {}

  /** SHA-256 over the bits of all numbers, in hexadecimal. */
  public static String of(StoredTensor tensor) {
    MessageDigest digest = sha256();
    float[] piece = new float[PIECE];
    byte[] bits = new byte[Float.BYTES * PIECE];
    for (long from = 0; from < tensor.size(); from += PIECE) {
      int count = (int) Math.min(PIECE, tensor.size() - from);
      tensor.floats(from, piece, 0, count);
      for (int i = 0; i < count; i++) {
        int number = Float.floatToRawIntBits(piece[i]);
        for (int b = 0; b < Float.BYTES; b++) {
          bits[Float.BYTES * i + b] = (byte) (number >>> Byte.SIZE * b);
        }
      }
      digest.update(bits, 0, Float.BYTES * count);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
