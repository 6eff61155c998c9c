package io.corpuscle.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A passage over and over; it has no end. */
public final class RepeatedPassage extends InputStream {
  private final byte[] passage;
  private int at;

  /** Repeats {@code passage}. */
  public RepeatedPassage(byte[] passage) {
    this.passage = passage.clone();
  }

  /** The text of a plain file, or the sequences of a FASTA file without names and line ends. */
  public static byte[] read(Path file) throws IOException {
    if (!file.toString().endsWith(".fa")) {
      return Files.readAllBytes(file);
    }
    ByteArrayOutputStream bases = new ByteArrayOutputStream();
    for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
      if (!line.startsWith(">")) {
        bases.writeBytes(line.getBytes(StandardCharsets.US_ASCII));
      }
    }
    return bases.toByteArray();
  }

  @Override
  public int read() {
    byte next = passage[at];
    at = (at + 1) % passage.length;
    return next & 0xFF;
  }

  @Override
  public int read(byte[] target, int from, int count) {
    Objects.checkFromIndexSize(from, count, target.length);
    int n = Math.min(count, passage.length - at);
    System.arraycopy(passage, at, target, from, n);
    at = (at + n) % passage.length;
    return n;
  }
}
