package io.corpuscle.engine.kernel.onednn;

import static io.corpuscle.engine.kernel.vector.Lanes.I;
import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;

import io.corpuscle.engine.spike.SpikeTally;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tallies spike counts that are bytes, four to an int lane: shifts and masks bring a bit of each
 * byte into its lowest place, and bytes are added until they might overflow. Rows of operands lie
 * one behind the other, so that many are one stretch.
 */
final class SpikeBytes {
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final VectorSpecies<Byte> BYTES = I.withLanes(byte.class);
  private static final int VECTOR_BYTES = Integer.BYTES * LENGTH;

  /** Bits of a magnitude. */
  private static final int BITS = 7;

  /** After so many bytes sums of ones are taken out: no byte has come to more than 255. */
  private static final int STRETCH = 255 * VECTOR_BYTES;

  /** The same for sums of up to seven bits. */
  private static final int STRETCH_OF_BITS = 36 * VECTOR_BYTES;

  private final long[] atLeast = new long[BITS];
  private long spikes;
  private long inSteps;

  /** Counts rows {@code from …}, of counts beyond a byte their low digits. */
  void tally(OnednnOperand x, int from, int rows, SpikeTally tally) {
    if (rows == 0) {
      return;
    }
    Arrays.fill(atLeast, 0);
    spikes = 0;
    inSteps = 0;
    int at = x.region().at() + from * x.rowBytes();
    int end = at + rows * x.rowBytes();
    for (int i = at; i < end; i += STRETCH) {
      magnitudes(x.region().block(), i, Math.min(end, i + STRETCH));
    }
    for (int i = at; i < end; i += STRETCH_OF_BITS) {
      bits(x.region().block(), i, Math.min(end, i + STRETCH_OF_BITS));
    }
    // What fills rows up to whole groups is silent, and no channel.
    tally.add((long) rows * x.cols(), atLeast, BITS, spikes, inSteps);
  }

  private static IntVector magnitude(ByteBuffer x, int at) {
    return ByteVector.fromByteBuffer(BYTES, x, at, ORDER).abs().reinterpretAsInts();
  }

  /** How many are at least 1, 2, 4 … 64. */
  private void magnitudes(ByteBuffer x, int from, int to) {
    IntVector ones = IntVector.broadcast(I, 0x01010101);
    IntVector low7 = IntVector.broadcast(I, 0x7F7F7F7F);
    IntVector low6 = IntVector.broadcast(I, 0x3F3F3F3F);
    IntVector low4 = IntVector.broadcast(I, 0x0F0F0F0F);
    IntVector sum0 = IntVector.zero(I);
    IntVector sum1 = IntVector.zero(I);
    IntVector sum2 = IntVector.zero(I);
    IntVector sum3 = IntVector.zero(I);
    IntVector sum4 = IntVector.zero(I);
    IntVector sum5 = IntVector.zero(I);
    IntVector sum6 = IntVector.zero(I);
    for (int i = from; i < to; i += VECTOR_BYTES) {
      // The highest bit of each byte into all below it.
      IntVector v = magnitude(x, i);
      v = v.or(v.lanewise(VectorOperators.LSHR, 1).and(low7));
      v = v.or(v.lanewise(VectorOperators.LSHR, 2).and(low6));
      v = v.or(v.lanewise(VectorOperators.LSHR, 4).and(low4));
      sum0 = sum0.add(v.and(ones));
      sum1 = sum1.add(v.lanewise(VectorOperators.LSHR, 1).and(ones));
      sum2 = sum2.add(v.lanewise(VectorOperators.LSHR, 2).and(ones));
      sum3 = sum3.add(v.lanewise(VectorOperators.LSHR, 3).and(ones));
      sum4 = sum4.add(v.lanewise(VectorOperators.LSHR, 4).and(ones));
      sum5 = sum5.add(v.lanewise(VectorOperators.LSHR, 5).and(ones));
      sum6 = sum6.add(v.lanewise(VectorOperators.LSHR, 6).and(ones));
    }
    atLeast[0] += bytes(sum0);
    atLeast[1] += bytes(sum1);
    atLeast[2] += bytes(sum2);
    atLeast[3] += bytes(sum3);
    atLeast[4] += bytes(sum4);
    atLeast[5] += bytes(sum5);
    atLeast[6] += bytes(sum6);
  }

  /** How many bits they have, and those up to 7. */
  private void bits(ByteBuffer x, int from, int to) {
    IntVector ones = IntVector.broadcast(I, 0x01010101);
    IntVector sevens = IntVector.broadcast(I, 0x07070707);
    IntVector fives = IntVector.broadcast(I, 0x55555555);
    IntVector threes = IntVector.broadcast(I, 0x33333333);
    IntVector low4 = IntVector.broadcast(I, 0x0F0F0F0F);
    IntVector all = IntVector.zero(I);
    IntVector lowest = IntVector.zero(I);
    for (int i = from; i < to; i += VECTOR_BYTES) {
      IntVector v = magnitude(x, i);
      IntVector pairs = v.sub(v.lanewise(VectorOperators.LSHR, 1).and(fives));
      IntVector fours = pairs.and(threes).add(pairs.lanewise(VectorOperators.LSHR, 2).and(threes));
      all = all.add(fours.add(fours.lanewise(VectorOperators.LSHR, 4)).and(low4));
      // 1 where a higher bit than the third is set, then 7.
      IntVector beyond =
          v.lanewise(VectorOperators.LSHR, 3)
              .or(v.lanewise(VectorOperators.LSHR, 4))
              .or(v.lanewise(VectorOperators.LSHR, 5))
              .or(v.lanewise(VectorOperators.LSHR, 6))
              .and(ones);
      IntVector seven = beyond.lanewise(VectorOperators.LSHL, 3).sub(beyond);
      IntVector c = v.and(sevens).or(seven);
      lowest =
          lowest
              .add(c.and(ones))
              .add(c.lanewise(VectorOperators.LSHR, 1).and(ones))
              .add(c.lanewise(VectorOperators.LSHR, 2).and(ones));
    }
    spikes += bytes(all);
    inSteps += bytes(lowest);
  }

  /** The sum of all bytes of a vector. */
  private static long bytes(IntVector v) {
    IntVector pairs = v.and(0x00FF00FF).add(v.lanewise(VectorOperators.LSHR, 8).and(0x00FF00FF));
    return pairs
        .and(0xFFFF)
        .add(pairs.lanewise(VectorOperators.LSHR, 16))
        .reduceLanes(VectorOperators.ADD);
  }
}
