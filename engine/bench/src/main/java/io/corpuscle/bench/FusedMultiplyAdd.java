package io.corpuscle.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The most float32 arithmetic a core can do: fused multiply-adds on registers alone. Needs the
 * module {@code jdk.incubator.vector}.
 */
public final class FusedMultiplyAdd implements Steps {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int STEPS = 1 << 16;
  private static final int CHAINS = 8;

  private float factor = 0.999f;

  /** Floating-point operations in one call of {@link #next}. */
  public static long operations() {
    return 2L * STEPS * CHAINS * LANES.length();
  }

  /** Eight independent chains, enough to hide the latency of a multiply-add on two pipes. */
  @Override
  public long next() {
    FloatVector m = FloatVector.broadcast(LANES, factor);
    FloatVector a = m;
    FloatVector b = m;
    FloatVector c = m;
    FloatVector d = m;
    FloatVector e = m;
    FloatVector f = m;
    FloatVector g = m;
    FloatVector h = m;
    for (int i = 0; i < STEPS; i++) {
      a = a.fma(m, m);
      b = b.fma(m, m);
      c = c.fma(m, m);
      d = d.fma(m, m);
      e = e.fma(m, m);
      f = f.fma(m, m);
      g = g.fma(m, m);
      h = h.fma(m, m);
    }
    float sum = a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).reduceLanes(VectorOperators.ADD);
    // The sum is some thousands and never NaN, which the compiler cannot know: it must compute it.
    factor = Float.isNaN(sum) ? 0 : factor;
    return operations();
  }
}
