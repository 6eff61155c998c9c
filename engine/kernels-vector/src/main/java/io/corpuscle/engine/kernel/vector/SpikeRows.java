package io.corpuscle.engine.kernel.vector;

import static io.corpuscle.engine.kernel.vector.Lanes.F;
import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;

import io.corpuscle.engine.kernel.SpikeThreshold;
import jdk.incubator.vector.FloatVector;

/** {@link SpikeThreshold} of rows, in vectors and in the same bits. */
public final class SpikeRows {
  private static final int LANES = SpikeThreshold.LANES;
  private static final int STEP = 4 * LENGTH;

  private SpikeRows() {}

  /**
   * The threshold of a row.
   *
   * @param count channels
   * @param sums scratch, {@value SpikeThreshold#LANES} numbers from {@code sumsAt} on
   */
  public static float threshold(float[] x, int at, int count, float k, float[] sums, int sumsAt) {
    int whole = count - count % LANES;
    for (int lane = 0; lane < LANES; lane += STEP) {
      FloatVector s0 = FloatVector.zero(F);
      FloatVector s1 = FloatVector.zero(F);
      FloatVector s2 = FloatVector.zero(F);
      FloatVector s3 = FloatVector.zero(F);
      for (int i = at + lane; i < at + whole; i += LANES) {
        s0 = s0.add(FloatVector.fromArray(F, x, i).abs());
        s1 = s1.add(FloatVector.fromArray(F, x, i + LENGTH).abs());
        s2 = s2.add(FloatVector.fromArray(F, x, i + 2 * LENGTH).abs());
        s3 = s3.add(FloatVector.fromArray(F, x, i + 3 * LENGTH).abs());
      }
      s0.intoArray(sums, sumsAt + lane);
      s1.intoArray(sums, sumsAt + lane + LENGTH);
      s2.intoArray(sums, sumsAt + lane + 2 * LENGTH);
      s3.intoArray(sums, sumsAt + lane + 3 * LENGTH);
    }
    for (int i = whole; i < count; i++) {
      sums[sumsAt + i - whole] += Math.abs(x[at + i]);
    }
    return threshold(sums, sumsAt, count, k);
  }

  /** The sums in halves, as {@link SpikeThreshold#ofSums} adds them. */
  private static float threshold(float[] sums, int at, int count, float k) {
    if (LANES != STEP) {
      return SpikeThreshold.ofSums(sums, at, count, k);
    }
    FloatVector low = FloatVector.fromArray(F, sums, at);
    FloatVector high = FloatVector.fromArray(F, sums, at + LENGTH);
    low = low.add(FloatVector.fromArray(F, sums, at + 2 * LENGTH));
    high = high.add(FloatVector.fromArray(F, sums, at + 3 * LENGTH));
    return SpikeThreshold.ofSum(Lanes.sum(low.add(high)), count, k);
  }
}
