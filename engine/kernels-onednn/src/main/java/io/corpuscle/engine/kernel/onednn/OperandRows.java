package io.corpuscle.engine.kernel.onednn;

import static io.corpuscle.engine.kernel.vector.Lanes.F;
import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;
import static io.corpuscle.engine.kernel.vector.Lanes.load;

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
  private static final FloatVector ROUND = FloatVector.broadcast(F, 12_582_912f);

  private static final IntVector LOW_BYTE =
      IntVector.broadcast(ROUND.reinterpretAsInts().species(), 0xFF);
  private static final IntVector HALF_BELOW = IntVector.broadcast(LOW_BYTE.species(), 0x7FFF);
  private static final IntVector ONE = IntVector.broadcast(LOW_BYTE.species(), 1);
  private static final IntVector HIGH_HALF = IntVector.broadcast(LOW_BYTE.species(), 0xFFFF0000);

  private OperandRows() {}

  /**
   * Rounds {@code count} floats, a multiple of the group, to signed bytes.
   *
   * @return the scale, max|x| / 127
   */
  static float quantise(float[] x, int at, int count, ByteBuffer y, int yAt) {
    FloatVector max0 = FloatVector.zero(F);
    FloatVector max1 = max0;
    FloatVector max2 = max0;
    FloatVector max3 = max0;
    for (int i = at; i < at + count; i += 4 * LENGTH) {
      max0 = max0.max(load(x, i).abs());
      max1 = max1.max(load(x, i + LENGTH).abs());
      max2 = max2.max(load(x, i + 2 * LENGTH).abs());
      max3 = max3.max(load(x, i + 3 * LENGTH).abs());
    }
    float largest = max0.max(max1).max(max2.max(max3)).reduceLanes(VectorOperators.MAX);
    FloatVector inverse = FloatVector.broadcast(F, largest == 0 ? 0 : LARGEST / largest);
    for (int i = 0; i < count; i += 4 * LENGTH) {
      int from = at + i;
      load(x, from)
          .mul(inverse)
          .add(ROUND)
          .reinterpretAsInts()
          .and(LOW_BYTE)
          .or(
              load(x, from + LENGTH)
                  .mul(inverse)
                  .add(ROUND)
                  .reinterpretAsInts()
                  .and(LOW_BYTE)
                  .lanewise(VectorOperators.LSHL, 8))
          .or(
              load(x, from + 2 * LENGTH)
                  .mul(inverse)
                  .add(ROUND)
                  .reinterpretAsInts()
                  .and(LOW_BYTE)
                  .lanewise(VectorOperators.LSHL, 16))
          .or(
              load(x, from + 3 * LENGTH)
                  .mul(inverse)
                  .add(ROUND)
                  .reinterpretAsInts()
                  .lanewise(VectorOperators.LSHL, 24))
          .intoByteBuffer(y, yAt + i, ORDER);
    }
    return largest / LARGEST;
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
