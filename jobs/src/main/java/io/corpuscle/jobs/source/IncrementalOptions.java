package io.corpuscle.jobs.source;

import io.corpuscle.jobs.incremental.IncrementalSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * How a scan goes on from an earlier run, as options of it; one that is told no reading does not.
 */
public final class IncrementalOptions {
  private static final String READING = "incremental.reading";
  private static final String STATES = "incremental.states";
  private static final String TOKENS = "incremental.tokens";
  private static final String EARLIER_RUN = "incremental.earlierRun";

  static final List<String> KEYS = List.of(READING, STATES, TOKENS, EARLIER_RUN);

  private IncrementalOptions() {}

  /** The options that say {@code settings}. */
  public static Map<String, String> of(IncrementalSettings settings) {
    Map<String, String> options = new HashMap<>();
    options.put(READING, settings.reading());
    options.put(STATES, settings.states());
    options.put(TOKENS, Integer.toString(settings.leastTokens()));
    settings.earlier().ifPresent(run -> options.put(EARLIER_RUN, run));
    return options;
  }

  /**
   * What the options say.
   *
   * @throws OptionException if one of them is missing, or the tokens are not a number
   * @throws IllegalArgumentException if that is out of its range
   */
  static Optional<IncrementalSettings> parse(CaseInsensitiveStringMap options) {
    String reading = options.get(READING);
    if (reading == null) {
      return Optional.empty();
    }
    String states = options.get(STATES);
    if (states == null) {
      throw new OptionException(
          "Option " + READING + " is given and " + STATES + " is not. Give both or none.");
    }
    return Optional.of(
        new IncrementalSettings(reading, states, tokens(options), options.get(EARLIER_RUN)));
  }

  private static int tokens(CaseInsensitiveStringMap options) {
    String value = options.get(TOKENS);
    if (value == null) {
      return IncrementalSettings.DEFAULT_LEAST_TOKENS;
    }
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new OptionException(
          String.format(
              Locale.ROOT, "Option %s is '%s' and must be a whole number.", TOKENS, value),
          e);
    }
  }
}
