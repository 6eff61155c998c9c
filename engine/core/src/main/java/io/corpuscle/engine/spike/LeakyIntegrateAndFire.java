package io.corpuscle.engine.spike;

/**
 * A leaky integrate-and-fire neuron with leak β, threshold V and membrane potential u:
 *
 * <pre>
 *   u ← β·u + x
 *   spike 1 if u ≥ V;  −1 if u ≤ −V and spikes are ternary;  else 0
 *   u ← u − V·spike  (soft reset)   or   u ← 0 if it fired  (hard reset)
 * </pre>
 *
 * <p><b>Steps and counts.</b> Without a leak (β = 1) and with soft reset nothing that came in is
 * lost: after any step, u = u₀ + Σx − V·Σspikes. So with 0 ≤ u₀ &lt; V an input x ≥ 0, spread over
 * steps of at most V each, or given at once and followed by steps without input until none fires,
 * fires
 *
 * <pre>
 *   Σspikes = ⌊(x + u₀) / V⌋
 * </pre>
 *
 * <p>times. With u₀ = 0 this rounds x/V toward zero. With u₀ = V/2 it rounds to the nearest, and
 * ties up. The count a spiking projection computes in one step, round(x/V) with ties to even, is
 * the same but in those ties whose lower neighbour is even: at x/V = 2½ the neuron fires 3 times
 * and the count is 2. Negative inputs mirror this with ternary spikes and u₀ = −V/2.
 *
 * <p>An input given at once fires from the first step on until its count is used up: the binary
 * (with negative ones: ternary) coding of the count.
 */
public final class LeakyIntegrateAndFire {
  /** What a spike leaves of the potential. */
  public enum Reset {
    /** What lies beyond the threshold: it is subtracted. */
    SOFT,
    /** Nothing. */
    HARD,
  }

  /** What a neuron can fire. */
  public enum Spikes {
    /** 0 or 1. */
    BINARY,
    /** −1, 0 or 1. */
    TERNARY,
  }

  private final double leak;
  private final double threshold;
  private final Reset reset;
  private final Spikes spikes;
  private double potential;

  /**
   * A neuron at rest, u = 0.
   *
   * @param leak β, what a step leaves of the potential: 0 … 1, 1 for all of it
   * @param threshold V, above 0
   */
  public LeakyIntegrateAndFire(double leak, double threshold, Reset reset, Spikes spikes) {
    if (!(leak >= 0 && leak <= 1)) {
      throw new IllegalArgumentException(
          "leak is " + leak + " and must be 0 … 1. At 1 nothing leaks.");
    }
    if (!(threshold > 0) || Double.isInfinite(threshold)) {
      throw new IllegalArgumentException(
          "threshold is " + threshold + " and must be above 0 and finite.");
    }
    this.leak = leak;
    this.threshold = threshold;
    this.reset = reset;
    this.spikes = spikes;
  }

  /** Begins anew. {@code potential} is u₀: 0 at rest, half a threshold to round to the nearest. */
  public void start(double potential) {
    this.potential = potential;
  }

  /**
   * One step.
   *
   * @param input x
   * @return −1, 0 or 1
   */
  public int step(double input) {
    potential = leak * potential + input;
    int spike = 0;
    if (potential >= threshold) {
      spike = 1;
    } else if (potential <= -threshold && spikes == Spikes.TERNARY) {
      spike = -1;
    }
    if (spike != 0) {
      potential = reset == Reset.SOFT ? potential - spike * threshold : 0;
    }
    return spike;
  }

  /** u, after the last step. */
  public double potential() {
    return potential;
  }
}
