package io.corpuscle.jobs.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A corpus of bases: a long text, many short records, and some that cannot be read. */
final class Genomes {
  static final int LONG = 5_000;
  static final int RECORDS = 9;

  private Genomes() {}

  /** Twelve documents that can be read. */
  static Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("long.txt"), bases(LONG, 1));
    StringBuilder fasta = new StringBuilder();
    for (int i = 0; i < RECORDS; i++) {
      fasta.append(">r").append(i).append('\n').append(bases(40 * i, i)).append('\n');
    }
    Files.writeString(folder.resolve("records.fa"), fasta);
    Files.writeString(
        folder.resolve("two.jsonl"),
        "{\"id\":\"a\",\"text\":\"%s\"}\n{\"id\":\"b\",\"text\":\"%s\"}\n"
            .formatted(bases(300, 2), bases(777, 3)));
    return folder;
  }

  /** Where the byte is that no character is made of. */
  static final int BAD_BYTE = 16_900;

  /** Beside them one that goes bad far into it, and one known to be bad when it is found. */
  static Path writeWithFaults(Path folder) throws IOException {
    write(folder);
    byte[] bad = bases(17_000, 4).getBytes(StandardCharsets.US_ASCII);
    bad[BAD_BYTE] = (byte) 0xFF;
    Files.write(folder.resolve("bad.txt"), bad);
    Files.writeString(folder.resolve("broken.jsonl"), "{\"id\":\"c\",\"text\":\"ACGT\"}\n{oops\n");
    return folder;
  }

  static String bases(int count, long seed) {
    StringBuilder text = new StringBuilder();
    new Random(seed).ints(count, 0, 4).forEach(i -> text.append("ACGT".charAt(i)));
    return text.toString();
  }
}
