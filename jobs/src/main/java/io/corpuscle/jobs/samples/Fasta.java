package io.corpuscle.jobs.samples;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The FASTA format, as far as the samples need it. */
final class Fasta {
  private static final int WIDTH = 60;

  private Fasta() {}

  /** One record, its lines of 60 bases ended by {@code lineEnd}. */
  static String record(String header, String sequence, String lineEnd) {
    int lines = (sequence.length() + WIDTH - 1) / WIDTH;
    return IntStream.range(0, lines)
        .mapToObj(i -> sequence.substring(i * WIDTH, Math.min(sequence.length(), (i + 1) * WIDTH)))
        .collect(Collectors.joining(lineEnd, ">" + header + lineEnd, lineEnd));
  }
}
