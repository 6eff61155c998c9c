package io.corpuscle.jobs.corpus;

import java.util.Arrays;
import java.util.Optional;

/** The marks that a text may begin with; the longer ones first, for two begin alike. */
enum ByteOrderMark {
  UTF_32LE(0xff, 0xfe, 0, 0),
  UTF_32BE(0, 0, 0xfe, 0xff),
  UTF_16LE(0xff, 0xfe),
  UTF_16BE(0xfe, 0xff),
  UTF_8(0xef, 0xbb, 0xbf);

  private final int[] bytes;

  ByteOrderMark(int... bytes) {
    this.bytes = bytes;
  }

  static Optional<ByteOrderMark> at(byte[] head) {
    return Arrays.stream(values()).filter(mark -> mark.begins(head)).findFirst();
  }

  int length() {
    return bytes.length;
  }

  private boolean begins(byte[] head) {
    if (head.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((head[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return name().replace('_', '-');
  }
}
