package io.corpuscle.engine.kernel.onednn;

import static io.corpuscle.engine.kernel.vector.Lanes.F;
import static io.corpuscle.engine.kernel.vector.Lanes.I;
import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;
import static io.corpuscle.engine.kernel.vector.Lanes.load;

import io.corpuscle.engine.kernel.vector.Exponential;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Rows of scores on their way from one product of attention to the other, from native memory to
 * native memory: float32 scores, and exponentials of them in bfloat16 in the order of {@link
 * ElementLayout}. Rows are whole groups of it.
 */
final class SoftmaxRows {
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final int BYTES = Float.BYTES * LENGTH;

  private SoftmaxRows() {}

  private static FloatVector score(ByteBuffer s, int at) {
    return FloatVector.fromByteBuffer(F, s, at, ORDER);
  }

  /** The largest of {@code count} scores from byte {@code at} on. */
  static float largest(ByteBuffer s, int at, int count) {
    int end = at + Float.BYTES * count;
    FloatVector max0 = score(s, at);
    FloatVector max1 = score(s, at + BYTES);
    int i = at + 2 * BYTES;
    if (count % (4 * LENGTH) == 0) {
      FloatVector max2 = score(s, i);
      FloatVector max3 = score(s, i + BYTES);
      for (i += 2 * BYTES; i < end; i += 4 * BYTES) {
        max0 = max0.max(score(s, i));
        max1 = max1.max(score(s, i + BYTES));
        max2 = max2.max(score(s, i + 2 * BYTES));
        max3 = max3.max(score(s, i + 3 * BYTES));
      }
      max0 = max0.max(max2);
      max1 = max1.max(max3);
    }
    for (; i < end; i += 2 * BYTES) {
      max0 = max0.max(score(s, i));
      max1 = max1.max(score(s, i + BYTES));
    }
    return max0.max(max1).reduceLanes(VectorOperators.MAX);
  }

  /**
   * {@code p = exp(s − max)} for {@code count} scores.
   *
   * @param sums what p sums up to, a sum a lane: {@code l ← l·factor + Σ p}
   */
  static void weigh(
      ByteBuffer s,
      int sAt,
      int count,
      float max,
      ByteBuffer p,
      int pAt,
      float factor,
      float[] sums,
      int sumsAt) {
    FloatVector shift = FloatVector.broadcast(F, max);
    FloatVector even = load(sums, sumsAt).mul(factor);
    FloatVector odd = FloatVector.broadcast(F, 0);
    FloatVector zero = FloatVector.broadcast(F, 0);
    FloatVector least = FloatVector.broadcast(F, Exponential.LEAST);
    FloatVector one = FloatVector.broadcast(F, 1);
    FloatVector log2e = FloatVector.broadcast(F, Exponential.LOG2_E);
    FloatVector round = FloatVector.broadcast(F, Exponential.ROUND);
    FloatVector high = FloatVector.broadcast(F, Exponential.MINUS_LN2_HIGH);
    FloatVector low = FloatVector.broadcast(F, Exponential.MINUS_LN2_LOW);
    FloatVector e2 = FloatVector.broadcast(F, Exponential.E2);
    FloatVector e3 = FloatVector.broadcast(F, Exponential.E3);
    FloatVector e4 = FloatVector.broadcast(F, Exponential.E4);
    FloatVector e5 = FloatVector.broadcast(F, Exponential.E5);
    FloatVector e6 = FloatVector.broadcast(F, Exponential.E6);
    IntVector lowest = IntVector.broadcast(I, 1);
    IntVector halfBelow = IntVector.broadcast(I, 0x7FFF);
    IntVector highHalf = IntVector.broadcast(I, 0xFFFF0000);
    for (int i = 0; i < Float.BYTES * count; i += 2 * BYTES) {
      FloatVector x = score(s, sAt + i).sub(shift);
      FloatVector y = score(s, sAt + i + BYTES).sub(shift);
      FloatVector e =
          Exponential.of(x, log2e, round, high, low, e6, e5, e4, e3, e2, one)
              .blend(zero, x.compare(VectorOperators.LT, least));
      FloatVector f =
          Exponential.of(y, log2e, round, high, low, e6, e5, e4, e3, e2, one)
              .blend(zero, y.compare(VectorOperators.LT, least));
      even = even.add(e);
      odd = odd.add(f);
      // To bfloat16, half to even.
      IntVector a = e.reinterpretAsInts();
      IntVector b = f.reinterpretAsInts();
      a = a.add(a.lanewise(VectorOperators.LSHR, Short.SIZE).and(lowest)).add(halfBelow);
      b = b.add(b.lanewise(VectorOperators.LSHR, Short.SIZE).and(lowest)).add(halfBelow);
      a.lanewise(VectorOperators.LSHR, Short.SIZE)
          .or(b.and(highHalf))
          .intoByteBuffer(p, pAt + i / 2, ORDER);
    }
    even.add(odd).intoArray(sums, sumsAt);
  }
}
