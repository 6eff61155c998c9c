package io.corpuscle.jobs;

import io.corpuscle.jobs.journal.JournalSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How an analysis keeps what it has read, so that it can be taken up again: the map {@code journal}
 * of a configuration.
 *
 * @param kept {@code enabled}: whether it is kept at all; it is unless told otherwise
 * @param path its folder; {@code _journal} in the output unless told otherwise
 * @param tokens a task writes after so many tokens,
 * @param seconds or after so many seconds, whichever comes first
 * @param keepDays how long what no run took up again may lie there
 */
public record JournalConfig(
    boolean kept, Optional<String> path, int tokens, int seconds, int keepDays) {
  private static final String ENABLED = "journal.enabled";
  private static final String PATH = "journal.path";
  private static final String TOKENS = "journal.tokens";
  private static final String SECONDS = "journal.seconds";
  private static final String KEEP_DAYS = "journal.keepDays";
  private static final int DEFAULT_KEEP_DAYS = 7;

  /** Reads the map; without one, all is as usual. */
  static JournalConfig of(Settings settings) {
    settings.hasMap("journal", Set.of("enabled", "path", "tokens", "seconds", "keepDays"));
    OptionalInt keepDays = settings.number(KEEP_DAYS);
    if (keepDays.isPresent() && keepDays.getAsInt() < 0) {
      throw settings.refused(
          KEEP_DAYS, "'" + KEEP_DAYS + "' is " + keepDays.getAsInt() + " and must be at least 0.");
    }
    JournalConfig config =
        new JournalConfig(
            settings.flag(ENABLED, true),
            settings.text(PATH),
            settings.number(TOKENS).orElse(JournalSettings.DEFAULT_TOKENS),
            settings.number(SECONDS).orElse(JournalSettings.DEFAULT_SECONDS),
            keepDays.orElse(DEFAULT_KEEP_DAYS));
    config.settings("", ""); // numbers out of range are known at once
    return config;
  }

  /**
   * The same for a scan.
   *
   * @param output the folder of the runs
   * @param job names the job
   */
  JournalSettings settings(String output, String job) {
    return new JournalSettings(path.orElse(output + "/_journal"), job, tokens, seconds);
  }

  Duration keep() {
    return Duration.ofDays(keepDays);
  }

  SortedMap<String, Object> toMap() {
    SortedMap<String, Object> map = new TreeMap<>();
    map.put("enabled", kept);
    path.ifPresent(folder -> map.put("path", folder));
    map.put("tokens", tokens);
    map.put("seconds", seconds);
    map.put("keepDays", keepDays);
    return map;
  }
}
