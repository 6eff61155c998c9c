package io.corpuscle.engine.kernel;

/**
 * What the rows of an operand are.
 *
 * @param precision what is multiplied
 * @param spikeK of {@link Precision#SPIKING}, k of {@link SpikeThreshold}: the lower, the higher
 *     the threshold and the fewer the spikes; else 0
 */
public record OperandFormat(Precision precision, float spikeK) {
  /** The k of published checkpoints. */
  public static final float DEFAULT_SPIKE_K = 3;

  public OperandFormat {
    if (precision == Precision.SPIKING ? !(spikeK > 0) : spikeK != 0) {
      throw new IllegalArgumentException("k = " + spikeK + " for " + precision.key());
    }
  }

  /** Rows of a precision; of spikes, with the k of published checkpoints. */
  public static OperandFormat of(Precision precision) {
    return new OperandFormat(precision, precision == Precision.SPIKING ? DEFAULT_SPIKE_K : 0);
  }

  /** Rows of spike counts. */
  public static OperandFormat spikes(float k) {
    return new OperandFormat(Precision.SPIKING, k);
  }
}
