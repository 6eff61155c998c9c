package io.corpuscle.bench.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What of this process is in memory, as Linux counts it.
 *
 * @param anonymous bytes that are the process's own: heap, stacks, native memory
 * @param files bytes of mapped files, which the system takes back when it needs them
 */
record ResidentMemory(long anonymous, long files) {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** Now. */
  static ResidentMemory now() throws IOException {
    long anonymous = 0;
    long files = 0;
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith("RssAnon:")) {
        anonymous = bytes(line);
      } else if (line.startsWith("RssFile:")) {
        files = bytes(line);
      }
    }
    if (anonymous == 0) {
      throw new IOException(STATUS + " says nothing of RssAnon; Linux 4.5 and later do.");
    }
    return new ResidentMemory(anonymous, files);
  }

  private static long bytes(String line) {
    return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
  }

  /** All of it. */
  long total() {
    return anonymous + files;
  }
}
