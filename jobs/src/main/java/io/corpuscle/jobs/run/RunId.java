package io.corpuscle.jobs.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/**
 * Names a run: unique, and sorted by when runs began.
 *
 * @param text such as {@code 20260131T235959123Z-3f9c1a}
 */
public record RunId(String text) implements Comparable<RunId> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int SUFFIX = 6;

  /** A new name for a run that begins at {@code start}. */
  public static RunId startingAt(Instant start) {
    return new RunId(TIME.format(start) + "-" + UUID.randomUUID().toString().substring(0, SUFFIX));
  }

  @Override
  public int compareTo(RunId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
