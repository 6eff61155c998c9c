package io.corpuscle.engine.convert;

/**
 * A mixture of experts made of one feed-forward: every expert, and the shared one, is the
 * feed-forward with each of its three matrices multiplied by
 *
 * <pre>
 *   α = (1 / (S + k/N))^(1/3)
 * </pre>
 *
 * for S shared experts and k chosen of N (He et al., Upcycling Large Language Models into Mixture
 * of Experts, 2024). At a router that prefers nobody, p = 1/N, the sum of what they give then has
 * about the size of what the feed-forward gave.
 */
final class Upcycling {
  private static final int SHARED = 1;

  private Upcycling() {}

  /** α with one shared expert. */
  static float scale(int experts, int chosen) {
    return (float) Math.cbrt(1 / (SHARED + (double) chosen / experts));
  }
}
