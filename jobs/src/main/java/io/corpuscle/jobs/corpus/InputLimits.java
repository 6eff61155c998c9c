package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much of a file or document is read at most, so that none made for it can take the memory or
 * the time of a run. What exceeds a limit fails with a row that names it; it is not read beyond.
 *
 * @param values of every limit
 */
public record InputLimits(Map<InputLimit, Long> values) implements Serializable {

  /** The limits unless told otherwise. */
  public static final InputLimits STANDARD = of(Map.of());

  public InputLimits {
    values = Map.copyOf(values);
    values.forEach(InputLimits::requireInRange);
  }

  /** These values; of limits that are not among them the standard. */
  public static InputLimits of(Map<InputLimit, Long> given) {
    Map<InputLimit, Long> all = new EnumMap<>(InputLimit.class);
    for (InputLimit limit : InputLimit.values()) {
      all.put(limit, given.getOrDefault(limit, limit.standard()));
    }
    return new InputLimits(all);
  }

  private static void requireInRange(InputLimit limit, long value) {
    if (value < 1 || value > limit.largest()) {
      throw new CorpusException(
          String.format(
              Locale.ROOT,
              "'%s' is %d and must be from 1 to %d. Leave it out for %d.",
              limit.key(),
              value,
              limit.largest(),
              limit.standard()));
    }
  }

  /** The value of one. */
  public long of(InputLimit limit) {
    Long value = values.get(limit);
    if (value == null) {
      throw new IllegalStateException(limit + " has no value");
    }
    return value;
  }

  /** One that lies in the range of an int. */
  int small(InputLimit limit) {
    return Math.toIntExact(of(limit));
  }

  /**
   * Every limit by its short key, as a configuration has them below {@code limits}: numbers of the
   * type that reading them again gives, so that a manifest equals what is read of it.
   */
  public SortedMap<String, Number> toMap() {
    SortedMap<String, Number> map = new TreeMap<>();
    values.forEach((limit, value) -> map.put(limit.shortKey(), asRead(value)));
    return map;
  }

  private static Number asRead(long value) {
    if (value > Integer.MAX_VALUE) {
      return value;
    }
    return (int) value;
  }

  /**
   * The fault of what exceeds a limit.
   *
   * @param place what exceeds it: the file, and where in it
   */
  public DocumentException exceeded(InputLimit limit, String place) {
    return new DocumentException(Fault.LIMIT, message(limit, place));
  }

  /** What to say of it. */
  public String message(InputLimit limit, String place) {
    return String.format(
        Locale.ROOT,
        "%s has more than %,d %s, the most that %s allows, and is not read further. Raise %s if it is meant to.",
        place,
        of(limit),
        limit.what(),
        limit.key(),
        limit.key());
  }
}
