package io.corpuscle.engine.spike;

import java.util.Locale;

/**
 * The product of integer weights and spike counts as a neuromorphic chip forms it: nothing happens
 * but where a spike arrives, and what happens is an addition.
 *
 * <pre>
 *   y = W·s
 *
 *   per step t:                y ← 2·y                    (bitwise codings only)
 *   per spike of neuron i:     yₒ ← yₒ ± Wₒᵢ              for every output o
 * </pre>
 *
 * <p>This is shift-and-add: the place value of a step comes of doubling the accumulators, by one
 * bit's shift, between it and the next. There is no multiplication. A negative spike subtracts, and
 * so does one of two's complement's sign bit.
 *
 * <p>A <em>synaptic operation</em> is one such addition or subtraction: one per spike and output.
 * They are counted as they happen. Shifts, O per step after the first, are not among them.
 *
 * <p>Slow on a CPU, and meant as the definition of what the integer product of the kernels stands
 * for. Sums are exact while Σ|Wₒᵢ|·|sᵢ| stays below 2⁶².
 */
public final class EventDrivenProjection {
  /** Wᵀ, {@code [I][O]}: what an input's spike is sent to. */
  private final byte[][] synapses;

  private final int outputs;
  private long synapticOperations;

  /**
   * @param weights W, {@code [O, I]}, row-major
   * @param outputs O
   * @param inputs I
   */
  public EventDrivenProjection(byte[] weights, int outputs, int inputs) {
    if (weights.length != (long) outputs * inputs) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "weights hold %,d numbers and [%,d, %,d] are %,d. Pass them whole, row by row.",
              weights.length,
              outputs,
              inputs,
              (long) outputs * inputs));
    }
    this.outputs = outputs;
    this.synapses = new byte[inputs][outputs];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        synapses[i][o] = weights[o * inputs + i];
      }
    }
  }

  /**
   * W·s of the counts that were spread.
   *
   * @param train s over its steps, {@code [T, I]}
   * @param coding which spread them
   * @return y, {@code [O]}
   */
  public long[] project(SpikeTrain train, SpikeCoding coding) {
    if (train.neurons() != synapses.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the spike train has %,d neurons and the weights %,d inputs. They must be equal.",
              train.neurons(),
              synapses.length));
    }
    long[] y = new long[outputs];
    for (int t = 0; t < train.steps(); t++) {
      if (coding.isPositional()) {
        doubled(y);
      }
      for (int i = train.nextSpike(t, 0); i < train.neurons(); i = train.nextSpike(t, i + 1)) {
        boolean adds = (train.spike(t, i) > 0) != coding.isSubtracted(t);
        if (adds) {
          add(synapses[i], y);
        } else {
          subtract(synapses[i], y);
        }
      }
    }
    return y;
  }

  /** How many synaptic operations all projections until now took. */
  public long synapticOperations() {
    return synapticOperations;
  }

  private static void doubled(long[] y) {
    for (int o = 0; o < y.length; o++) {
      y[o] <<= 1;
    }
  }

  private void add(byte[] weights, long[] y) {
    for (int o = 0; o < y.length; o++) {
      y[o] += weights[o];
      synapticOperations++;
    }
  }

  private void subtract(byte[] weights, long[] y) {
    for (int o = 0; o < y.length; o++) {
      y[o] -= weights[o];
      synapticOperations++;
    }
  }
}
