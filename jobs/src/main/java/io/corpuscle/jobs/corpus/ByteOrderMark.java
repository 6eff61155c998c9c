package io.corpuscle.jobs.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Optional;

/** The marks that a text may begin with; the longer ones first, for two begin alike. */
enum ByteOrderMark {
  UTF_32LE("\u00ff\u00fe\0\0"),
  UTF_32BE("\0\0\u00fe\u00ff"),
  UTF_16LE("\u00ff\u00fe"),
  UTF_16BE("\u00fe\u00ff"),
  UTF_8("\u00ef\u00bb\u00bf");

  /** How many bytes tell whether there is one. */
  static final int LONGEST = 4;

  /** Its bytes, one a char. */
  private final String bytes;

  ByteOrderMark(String bytes) {
    this.bytes = bytes;
  }

  /** The mark that the first bytes of a file are. */
  static Optional<ByteOrderMark> at(byte[] head) {
    String bytes = new String(head, ISO_8859_1);
    return Arrays.stream(values()).filter(mark -> bytes.startsWith(mark.bytes)).findFirst();
  }

  int length() {
    return bytes.length();
  }

  /** The encoding it stands for. */
  Charset charset() {
    return Charset.forName(name().replace('_', '-'));
  }
}
