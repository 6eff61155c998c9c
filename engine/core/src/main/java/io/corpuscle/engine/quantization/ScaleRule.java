package io.corpuscle.engine.quantization;

import java.util.Locale;

/** How the scales of INT8 weights are found. */
public enum ScaleRule {
  /** By {@link ScaleSearch}, with inputs that a calibration saw. */
  SEARCH,

  /** Without a search: the largest weight becomes 127. What a search is held against. */
  LARGEST;

  /** The name a person chooses it by. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
