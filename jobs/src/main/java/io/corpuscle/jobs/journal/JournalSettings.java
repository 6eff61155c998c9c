package io.corpuscle.jobs.journal;

import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;

/**
 * Where a journal is and how often it is written.
 *
 * @param path its folder, on any Hadoop file system
 * @param job names the job whose segments they are, so that they can be removed with it
 * @param tokens a task writes after so many tokens,
 * @param seconds or after so many seconds, whichever comes first
 */
public record JournalSettings(String path, String job, long tokens, long seconds)
    implements Serializable {
  /** Tokens between two segments unless told otherwise. */
  public static final int DEFAULT_TOKENS = 1 << 18;

  /** Seconds between two segments unless told otherwise. */
  public static final int DEFAULT_SECONDS = 60;

  public JournalSettings {
    if (tokens < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "journal.tokens is %d and must be at least 1. The default is %d.",
              tokens,
              DEFAULT_TOKENS));
    }
    if (seconds < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "journal.seconds is %d and must not be negative. The default is %d.",
              seconds,
              DEFAULT_SECONDS));
    }
  }

  Duration interval() {
    return Duration.ofSeconds(seconds);
  }
}
