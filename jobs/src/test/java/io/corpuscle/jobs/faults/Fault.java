package io.corpuscle.jobs.faults;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Something that goes wrong with a file.
 *
 * @param when the operation it goes wrong at
 * @param path what the file's path must match, anywhere
 * @param at the byte, of reads and writes
 * @param what what happens
 * @param times how often, over all JVMs
 */
record Fault(When when, Pattern path, long at, What what, int times) {

  enum When {
    READ,
    WRITE,
    CLOSE,
    CREATE,
    BEFORE_RENAME,
    AFTER_RENAME,
    DELETE
  }

  enum What {
    /** The JVM is killed. */
    KILL,
    /** The operation fails, and was not done. */
    FAIL,
    /** The operation is done, and fails all the same. */
    FAIL_AFTER,
    /** There is no space left. */
    FULL,
    /** It takes its time. */
    SLOW,
    /** It takes longer than anybody waits. */
    STUCK
  }

  static final int ALWAYS = Integer.MAX_VALUE;

  static Fault once(When when, String path, What what) {
    return new Fault(when, Pattern.compile(path), 0, what, 1);
  }

  Fault atByte(long byteOffset) {
    return new Fault(when, path, byteOffset, what, times);
  }

  Fault times(int count) {
    return new Fault(when, path, at, what, count);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %d %s %d %s", when, at, what, times, path);
  }

  static Fault parse(String text) {
    String[] parts = text.split(" ", 5);
    return new Fault(
        When.valueOf(parts[0]),
        Pattern.compile(parts[4]),
        Long.parseLong(parts[1]),
        What.valueOf(parts[2]),
        Integer.parseInt(parts[3]));
  }
}
