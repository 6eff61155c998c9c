package io.corpuscle.jobs.source;

import io.corpuscle.jobs.corpus.InputLimit;
import io.corpuscle.jobs.corpus.InputLimits;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The limits on what is read as options of a scan: {@code limits.documentBytes} and so on. */
public final class LimitOptions {
  static final List<String> KEYS = Arrays.stream(InputLimit.values()).map(InputLimit::key).toList();

  private LimitOptions() {}

  /** The options that say {@code limits}. */
  public static Map<String, String> of(InputLimits limits) {
    Map<String, String> options = new HashMap<>();
    limits.values().forEach((limit, value) -> options.put(limit.key(), Long.toString(value)));
    return options;
  }

  /**
   * What the options say.
   *
   * @throws OptionException if a value is no whole number
   * @throws io.corpuscle.jobs.corpus.CorpusException if one is out of its range
   */
  static InputLimits parse(CaseInsensitiveStringMap options) {
    Map<InputLimit, Long> given = new EnumMap<>(InputLimit.class);
    for (InputLimit limit : InputLimit.values()) {
      String value = options.get(limit.key());
      if (value != null) {
        given.put(limit, number(limit.key(), value));
      }
    }
    return InputLimits.of(given);
  }

  private static long number(String key, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new OptionException(
          String.format(Locale.ROOT, "Option %s is '%s' and must be a whole number.", key, value),
          e);
    }
  }
}
