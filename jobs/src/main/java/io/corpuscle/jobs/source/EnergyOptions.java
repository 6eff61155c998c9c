package io.corpuscle.jobs.source;

import io.corpuscle.engine.spike.EnergyModel;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** An energy model as options of a scan: all of its figures, or none for the usual ones. */
public final class EnergyOptions {
  private static final String NAME = "energy.name";
  private static final String INT8_ADD = "energy.int8_add_pj";
  private static final String INT8_MAC = "energy.int8_mac_pj";
  private static final String FP16_MAC = "energy.fp16_mac_pj";

  static final List<String> KEYS = List.of(NAME, INT8_ADD, INT8_MAC, FP16_MAC);

  private EnergyOptions() {}

  /** The options that say {@code energy}. */
  public static Map<String, String> of(EnergyModel energy) {
    return Map.of(
        NAME, energy.name(),
        INT8_ADD, Double.toString(energy.int8AddPicojoules()),
        INT8_MAC, Double.toString(energy.int8MacPicojoules()),
        FP16_MAC, Double.toString(energy.fp16MacPicojoules()));
  }

  /**
   * What the options say.
   *
   * @throws OptionException if some figures are there and others are not
   * @throws IllegalArgumentException if one is out of its range
   */
  static EnergyModel parse(CaseInsensitiveStringMap options) {
    if (KEYS.stream().noneMatch(options::containsKey)) {
      return EnergyModel.HOROWITZ_45NM;
    }
    return new EnergyModel(
        required(options, NAME),
        number(options, INT8_ADD),
        number(options, INT8_MAC),
        number(options, FP16_MAC));
  }

  private static double number(CaseInsensitiveStringMap options, String key) {
    String value = required(options, key);
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new OptionException(
          String.format(Locale.ROOT, "Option %s is '%s' and must be a number of pJ.", key, value),
          e);
    }
  }

  private static String required(CaseInsensitiveStringMap options, String key) {
    String value = options.get(key);
    if (value == null) {
      throw new OptionException(
          String.format(
              Locale.ROOT,
              "Option %s is missing. An energy model is all of %s; leave out all for '%s'.",
              key,
              String.join(", ", KEYS),
              EnergyModel.HOROWITZ_45NM.name()));
    }
    return value;
  }
}
