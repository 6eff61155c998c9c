package io.corpuscle.jobs.source;

import io.corpuscle.jobs.journal.JournalSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Where a scan keeps its journal, as options of it; a scan that is told no path keeps none. */
public final class JournalOptions {
  private static final String PATH = "journal.path";
  private static final String JOB = "journal.job";
  private static final String TOKENS = "journal.tokens";
  private static final String SECONDS = "journal.seconds";

  static final List<String> KEYS = List.of(PATH, JOB, TOKENS, SECONDS);

  private JournalOptions() {}

  /** The options that say {@code settings}. */
  public static Map<String, String> of(JournalSettings settings) {
    return Map.of(
        PATH, settings.path(),
        JOB, settings.job(),
        TOKENS, Long.toString(settings.tokens()),
        SECONDS, Long.toString(settings.seconds()));
  }

  /**
   * What the options say.
   *
   * @throws OptionException if a value is not a number
   * @throws IllegalArgumentException if one is out of its range
   */
  static Optional<JournalSettings> parse(CaseInsensitiveStringMap options) {
    String path = options.get(PATH);
    if (path == null) {
      return Optional.empty();
    }
    return Optional.of(
        new JournalSettings(
            path,
            options.getOrDefault(JOB, "scan"),
            number(options, TOKENS, JournalSettings.DEFAULT_TOKENS),
            number(options, SECONDS, JournalSettings.DEFAULT_SECONDS)));
  }

  private static long number(CaseInsensitiveStringMap options, String key, long otherwise) {
    String value = options.getOrDefault(key, Long.toString(otherwise));
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new OptionException(
          String.format(Locale.ROOT, "Option %s is '%s' and must be a whole number.", key, value),
          e);
    }
  }
}
