package io.corpuscle.engine.kernel.onednn;

import static io.corpuscle.engine.kernel.vector.Lanes.F;
import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;
import static io.corpuscle.engine.kernel.vector.Lanes.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Rows of floats into rows of operands, in the order of {@link ElementLayout}. */
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

  /** max|x| of {@code count} floats, a multiple of the vector length. */
  static float largest(float[] x, int at, int count) {
    FloatVector largest = FloatVector.zero(F);
    for (int i = at; i < at + count; i += LENGTH) {
      largest = largest.max(load(x, i).abs());
    }
    return largest.reduceLanes(VectorOperators.MAX);
  }

  /**
   * Rounds {@code count} floats, a multiple of the group, to signed bytes.
   *
   * @param largest max|x|
   * @return the scale, largest / 127
   */
  static float quantise(float[] x, int at, int count, float largest, ByteBuffer y, int yAt) {
    FloatVector inverse = FloatVector.broadcast(F, largest == 0 ? 0 : LARGEST / largest);
    // In one piece: C2 would box what a helper returns once it stops inlining.
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
    for (int i = 0; i < count; i += 2 * LENGTH) {
      IntVector low = halfUp(load(x, at + i).reinterpretAsInts());
      IntVector high = halfUp(load(x, at + i + LENGTH).reinterpretAsInts());
      low.lanewise(VectorOperators.LSHR, Short.SIZE)
          .or(high.and(HIGH_HALF))
          .intoByteBuffer(y, yAt + Short.BYTES * i, ORDER);
    }
  }

  /** The bits of a float32 plus what carries its upper half to the nearest, half to even. */
  private static IntVector halfUp(IntVector bits) {
    return bits.add(bits.lanewise(VectorOperators.LSHR, Short.SIZE).and(ONE)).add(HALF_BELOW);
  }

  /** Copies {@code count} floats, a multiple of the vector length. */
  static void copy(float[] x, int at, int count, ByteBuffer y, int yAt) {
    for (int i = 0; i < count; i += LENGTH) {
      load(x, at + i).intoByteBuffer(y, yAt + Float.BYTES * i, ORDER);
    }
  }
}
