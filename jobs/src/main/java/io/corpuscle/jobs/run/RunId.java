package io.corpuscle.jobs.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
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

  /** The run that a text names, if it is a name that {@link #startingAt} may have given. */
  static Optional<RunId> parse(String text) {
    try {
      RunId id = new RunId(text);
      id.began();
      return Optional.of(id);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** When the run began, to the millisecond, by its driver's clock. */
  Instant began() {
    return Instant.from(TIME.parse(text.split("-", 2)[0]));
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
