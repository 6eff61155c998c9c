package io.corpuscle.jobs.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collections;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How fast models were seen to read, which tells better how work is to be spread than counting
 * operations: those of one model take longer than those of another. As an option of a scan, a JSON
 * object.
 *
 * @param tokensPerSecond tokens a second of one core, by the names that the options give models
 */
public record MeasuredSpeeds(SortedMap<String, Double> tokensPerSecond) {
  /** The option that says them. */
  public static final String OPTION = "speeds";

  /** Nothing is known. */
  public static final MeasuredSpeeds NONE = new MeasuredSpeeds(new TreeMap<>());

  private static final JsonMapper JSON = JsonMapper.builder().build();

  public MeasuredSpeeds {
    tokensPerSecond = Collections.unmodifiableSortedMap(new TreeMap<>(tokensPerSecond));
    tokensPerSecond.forEach(MeasuredSpeeds::requireSpeed);
  }

  private static void requireSpeed(String model, Double speed) {
    if (!(speed > 0 && speed < Double.POSITIVE_INFINITY)) {
      throw new OptionException(
          String.format(
              Locale.ROOT,
              "Option %s says that the model %s reads %s tokens a second; a speed is above 0. Leave"
                  + " out models whose speed is not known.",
              OPTION,
              model,
              speed));
    }
  }

  /**
   * Reads the option's value.
   *
   * @throws OptionException if it is no JSON object of speeds
   */
  static MeasuredSpeeds parse(String json) {
    try {
      return new MeasuredSpeeds(
          JSON.readValue(json, new TypeReference<TreeMap<String, Double>>() {}));
    } catch (JsonProcessingException e) {
      throw new OptionException(
          String.format(
              Locale.ROOT,
              "Option %s is '%s', not a JSON object of tokens a second by model.",
              OPTION,
              json),
          e);
    }
  }

  /** The option's value that says them. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(tokensPerSecond);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Speeds could not be written as JSON", e);
    }
  }

  /** How fast a model was seen to read; empty if nobody has seen it. */
  OptionalDouble of(String model) {
    Double speed = tokensPerSecond.get(model);
    return speed == null ? OptionalDouble.empty() : OptionalDouble.of(speed);
  }
}
