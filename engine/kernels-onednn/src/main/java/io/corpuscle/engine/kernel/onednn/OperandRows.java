package io.corpuscle.engine.kernel.onednn;

import static io.corpuscle.engine.kernel.vector.Lanes.F;
import static io.corpuscle.engine.kernel.vector.Lanes.I;
import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;
import static io.corpuscle.engine.kernel.vector.Lanes.load;

import io.corpuscle.engine.kernel.SpikeThreshold;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Rows of floats into rows of operands, in the order of {@link ElementLayout}. Each method is
 * written out at a length that C2 compiles for itself (over 325 bytecodes): inlined into its
 * callers, it would run out of nodes there and box vectors.
 */
final class OperandRows {
  private static final float LARGEST = Byte.MAX_VALUE;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /**
   * Added to |x| < 2²², it rounds to an integer, half to even, and leaves it in the lowest bits.
   */
  private static final float ROUND = 12_582_912f;

  private static final IntVector HALF_BELOW = IntVector.broadcast(I, 0x7FFF);
  private static final IntVector ONE = IntVector.broadcast(I, 1);
  private static final IntVector HIGH_HALF = IntVector.broadcast(I, 0xFFFF0000);

  private OperandRows() {}

  /**
   * Rounds {@code count} floats, a multiple of the group, to signed bytes.
   *
   * @return the scale, max|x| / 127
   */
  static float quantise(float[] x, int at, int count, ByteBuffer y, int yAt) {
    // Floats without their sign are in the order of their bits; maxima of integers take one cycle.
    IntVector magnitude = IntVector.broadcast(I, Integer.MAX_VALUE);
    IntVector max0 = load(x, at).reinterpretAsInts().and(magnitude);
    IntVector max1 = load(x, at + LENGTH).reinterpretAsInts().and(magnitude);
    IntVector max2 = load(x, at + 2 * LENGTH).reinterpretAsInts().and(magnitude);
    IntVector max3 = load(x, at + 3 * LENGTH).reinterpretAsInts().and(magnitude);
    for (int i = at + 4 * LENGTH; i < at + count; i += 4 * LENGTH) {
      max0 = load(x, i).reinterpretAsInts().and(magnitude).max(max0);
      max1 = load(x, i + LENGTH).reinterpretAsInts().and(magnitude).max(max1);
      max2 = load(x, i + 2 * LENGTH).reinterpretAsInts().and(magnitude).max(max2);
      max3 = load(x, i + 3 * LENGTH).reinterpretAsInts().and(magnitude).max(max3);
    }
    float largest =
        Float.intBitsToFloat(max0.max(max1).max(max2.max(max3)).reduceLanes(VectorOperators.MAX));
    FloatVector inverse = FloatVector.broadcast(F, largest == 0 ? 0 : LARGEST / largest);
    FloatVector round = FloatVector.broadcast(F, ROUND);
    IntVector lowByte = IntVector.broadcast(I, 0xFF);
    for (int i = 0; i < count; i += 4 * LENGTH) {
      IntVector a = load(x, at + i).fma(inverse, round).reinterpretAsInts();
      IntVector b = load(x, at + i + LENGTH).fma(inverse, round).reinterpretAsInts();
      IntVector c = load(x, at + i + 2 * LENGTH).fma(inverse, round).reinterpretAsInts();
      IntVector d = load(x, at + i + 3 * LENGTH).fma(inverse, round).reinterpretAsInts();
      a.and(lowByte)
          .or(b.and(lowByte).lanewise(VectorOperators.LSHL, 8))
          .or(c.and(lowByte).lanewise(VectorOperators.LSHL, 16))
          .or(d.lanewise(VectorOperators.LSHL, 24))
          .intoByteBuffer(y, yAt + i, ORDER);
    }
    return largest / LARGEST;
  }

  /**
   * Divides {@code count} floats, a multiple of the group, by a threshold and rounds them to bytes,
   * half to even.
   *
   * @return the largest magnitude; beyond 127, what was written has no meaning
   */
  static float count(float[] x, int at, int count, float threshold, ByteBuffer y, int yAt) {
    FloatVector v = FloatVector.broadcast(F, threshold);
    FloatVector round = FloatVector.broadcast(F, ROUND);
    IntVector lowByte = IntVector.broadcast(I, 0xFF);
    IntVector magnitude = IntVector.broadcast(I, Integer.MAX_VALUE);
    IntVector max0 = IntVector.broadcast(I, 0);
    IntVector max1 = IntVector.broadcast(I, 0);
    for (int i = 0; i < count; i += 4 * LENGTH) {
      FloatVector p = load(x, at + i).div(v);
      FloatVector q = load(x, at + i + LENGTH).div(v);
      FloatVector r = load(x, at + i + 2 * LENGTH).div(v);
      FloatVector s = load(x, at + i + 3 * LENGTH).div(v);
      max0 = p.reinterpretAsInts().and(magnitude).max(max0);
      max1 = q.reinterpretAsInts().and(magnitude).max(max1);
      max0 = r.reinterpretAsInts().and(magnitude).max(max0);
      max1 = s.reinterpretAsInts().and(magnitude).max(max1);
      IntVector a = p.add(round).reinterpretAsInts();
      IntVector b = q.add(round).reinterpretAsInts();
      IntVector c = r.add(round).reinterpretAsInts();
      IntVector d = s.add(round).reinterpretAsInts();
      a.and(lowByte)
          .or(b.and(lowByte).lanewise(VectorOperators.LSHL, 8))
          .or(c.and(lowByte).lanewise(VectorOperators.LSHL, 16))
          .or(d.lanewise(VectorOperators.LSHL, 24))
          .intoByteBuffer(y, yAt + i, ORDER);
    }
    float largest = Float.intBitsToFloat(max0.max(max1).reduceLanes(VectorOperators.MAX));
    return SpikeThreshold.count(largest, 1);
  }

  /** Rounds {@code count} floats, a multiple of the group, to bfloat16, half to even. */
  static void round(float[] x, int at, int count, ByteBuffer y, int yAt) {
    int i = 0;
    for (; i + 4 * LENGTH <= count; i += 4 * LENGTH) {
      IntVector a = load(x, at + i).reinterpretAsInts();
      IntVector b = load(x, at + i + LENGTH).reinterpretAsInts();
      IntVector c = load(x, at + i + 2 * LENGTH).reinterpretAsInts();
      IntVector d = load(x, at + i + 3 * LENGTH).reinterpretAsInts();
      a = a.add(a.lanewise(VectorOperators.LSHR, Short.SIZE).and(ONE)).add(HALF_BELOW);
      b = b.add(b.lanewise(VectorOperators.LSHR, Short.SIZE).and(ONE)).add(HALF_BELOW);
      c = c.add(c.lanewise(VectorOperators.LSHR, Short.SIZE).and(ONE)).add(HALF_BELOW);
      d = d.add(d.lanewise(VectorOperators.LSHR, Short.SIZE).and(ONE)).add(HALF_BELOW);
      a.lanewise(VectorOperators.LSHR, Short.SIZE)
          .or(b.and(HIGH_HALF))
          .intoByteBuffer(y, yAt + Short.BYTES * i, ORDER);
      c.lanewise(VectorOperators.LSHR, Short.SIZE)
          .or(d.and(HIGH_HALF))
          .intoByteBuffer(y, yAt + Short.BYTES * (i + 2 * LENGTH), ORDER);
    }
    if (i < count) {
      IntVector a = load(x, at + i).reinterpretAsInts();
      IntVector b = load(x, at + i + LENGTH).reinterpretAsInts();
      a = a.add(a.lanewise(VectorOperators.LSHR, Short.SIZE).and(ONE)).add(HALF_BELOW);
      b = b.add(b.lanewise(VectorOperators.LSHR, Short.SIZE).and(ONE)).add(HALF_BELOW);
      a.lanewise(VectorOperators.LSHR, Short.SIZE)
          .or(b.and(HIGH_HALF))
          .intoByteBuffer(y, yAt + Short.BYTES * i, ORDER);
    }
  }

  /** Copies {@code count} floats, a multiple of the vector length. */
  static void copy(float[] x, int at, int count, ByteBuffer y, int yAt) {
    for (int i = 0; i < count; i += LENGTH) {
      load(x, at + i).intoByteBuffer(y, yAt + Float.BYTES * i, ORDER);
    }
  }
}
