package io.corpuscle.engine.quantization;

/**
 * What rounding weights does to outputs: Σ E[xᵢ²]·(wᵢ − scale·round(wᵢ / scale))².
 *
 * @param chosen with the scales that were written
 * @param largest with those that make the largest weight 127
 */
public record OutputError(double chosen, double largest) {
  /** Of no weights. */
  static final OutputError NONE = new OutputError(0, 0);

  OutputError plus(OutputError other) {
    return new OutputError(chosen + other.chosen, largest + other.largest);
  }

  /** The error that is left, as a share of that without a search; 1 where there is none. */
  public double share() {
    return largest > 0 ? chosen / largest : 1;
  }
}
