package io.corpuscle.engine.quantization;

/** Which weights share a scale. */
public enum Granularity {
  /** Those of an output channel whose inputs are in one group. */
  GROUP,

  /**
   * All of an output channel: every group of it is given the same scale, so that the layout stays
   * that of groups.
   */
  CHANNEL
}
