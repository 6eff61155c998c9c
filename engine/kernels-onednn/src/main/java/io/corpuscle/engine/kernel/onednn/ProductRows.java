package io.corpuscle.engine.kernel.onednn;

import static io.corpuscle.engine.kernel.vector.Lanes.F;
import static io.corpuscle.engine.kernel.vector.Lanes.I;
import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;

import io.corpuscle.engine.kernel.vector.Exponential;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Rows of a product on their way from native scratch to where they are wanted: {@code z = scale·p +
 * b}, with what follows in the same pass.
 */
final class ProductRows {
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** The bits of 87: beyond, an exponential is next to no float, or next to the largest. */
  private static final int LARGEST_EXPONENT = Float.floatToRawIntBits(87);

  private ProductRows() {}

  private static FloatVector scaled(
      ByteBuffer p, int pAt, int i, FloatVector scale, float[] bias, int biasAt) {
    return FloatVector.fromByteBuffer(F, p, pAt + Float.BYTES * i, ORDER)
        .fma(scale, FloatVector.fromArray(F, bias, biasAt + i));
  }

  /** {@code y = z}, {@code count} numbers. */
  static void store(
      ByteBuffer p, int pAt, float scale, float[] bias, int biasAt, float[] y, int yAt, int count) {
    FloatVector factor = FloatVector.broadcast(F, scale);
    int i = 0;
    for (; i <= count - 4 * LENGTH; i += 4 * LENGTH) {
      FloatVector z0 = scaled(p, pAt, i, factor, bias, biasAt);
      FloatVector z1 = scaled(p, pAt, i + LENGTH, factor, bias, biasAt);
      FloatVector z2 = scaled(p, pAt, i + 2 * LENGTH, factor, bias, biasAt);
      FloatVector z3 = scaled(p, pAt, i + 3 * LENGTH, factor, bias, biasAt);
      z0.intoArray(y, yAt + i);
      z1.intoArray(y, yAt + i + LENGTH);
      z2.intoArray(y, yAt + i + 2 * LENGTH);
      z3.intoArray(y, yAt + i + 3 * LENGTH);
    }
    for (; i <= count - LENGTH; i += LENGTH) {
      scaled(p, pAt, i, factor, bias, biasAt).intoArray(y, yAt + i);
    }
    if (i < count) {
      VectorMask<Float> tail = F.indexInRange(i, count);
      scaled(p, pAt, i, factor, bias, biasAt).intoArray(y, yAt + i, tail);
    }
  }

  /** {@code y = y + weight·z}, {@code count} numbers. */
  static void add(
      ByteBuffer p,
      int pAt,
      float scale,
      float[] bias,
      int biasAt,
      float weight,
      float[] y,
      int yAt,
      int count) {
    FloatVector factor = FloatVector.broadcast(F, scale);
    FloatVector share = FloatVector.broadcast(F, weight);
    int i = 0;
    for (; i <= count - 4 * LENGTH; i += 4 * LENGTH) {
      FloatVector z0 = scaled(p, pAt, i, factor, bias, biasAt);
      FloatVector z1 = scaled(p, pAt, i + LENGTH, factor, bias, biasAt);
      FloatVector z2 = scaled(p, pAt, i + 2 * LENGTH, factor, bias, biasAt);
      FloatVector z3 = scaled(p, pAt, i + 3 * LENGTH, factor, bias, biasAt);
      FloatVector y0 = FloatVector.fromArray(F, y, yAt + i);
      FloatVector y1 = FloatVector.fromArray(F, y, yAt + i + LENGTH);
      FloatVector y2 = FloatVector.fromArray(F, y, yAt + i + 2 * LENGTH);
      FloatVector y3 = FloatVector.fromArray(F, y, yAt + i + 3 * LENGTH);
      z0.fma(share, y0).intoArray(y, yAt + i);
      z1.fma(share, y1).intoArray(y, yAt + i + LENGTH);
      z2.fma(share, y2).intoArray(y, yAt + i + 2 * LENGTH);
      z3.fma(share, y3).intoArray(y, yAt + i + 3 * LENGTH);
    }
    for (; i <= count - LENGTH; i += LENGTH) {
      scaled(p, pAt, i, factor, bias, biasAt)
          .fma(share, FloatVector.fromArray(F, y, yAt + i))
          .intoArray(y, yAt + i);
    }
    if (i < count) {
      VectorMask<Float> tail = F.indexInRange(i, count);
      scaled(p, pAt, i, factor, bias, biasAt)
          .fma(share, FloatVector.fromArray(F, y, yAt + i, tail))
          .intoArray(y, yAt + i, tail);
    }
  }

  /** {@code y = y + factor·p}, {@code count} numbers, both outside of the heap. */
  static void addOnto(ByteBuffer p, int pAt, float factor, ByteBuffer y, int yAt, int count) {
    FloatVector f = FloatVector.broadcast(F, factor);
    int whole = F.loopBound(count);
    for (int i = 0; i < Float.BYTES * whole; i += Float.BYTES * LENGTH) {
      FloatVector.fromByteBuffer(F, p, pAt + i, ORDER)
          .fma(f, FloatVector.fromByteBuffer(F, y, yAt + i, ORDER))
          .intoByteBuffer(y, yAt + i, ORDER);
    }
    for (int i = Float.BYTES * whole; i < Float.BYTES * count; i += Float.BYTES) {
      y.putFloat(yAt + i, y.getFloat(yAt + i) + factor * p.getFloat(pAt + i));
    }
  }

  /**
   * {@code y = silu(gate) ⊙ up}, {@code silu(z) = z / (1 + exp(−z))}, {@code count} numbers; up to
   * a whole vector may be read and written beyond the last of each.
   */
  static void swiGlu(
      ByteBuffer p,
      int gateAt,
      int upAt,
      float scale,
      float[] bias,
      int gateBiasAt,
      int upBiasAt,
      float[] y,
      int yAt,
      int count) {
    FloatVector factor = FloatVector.broadcast(F, scale);
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
    // −gate, or what is nearest to it between ±87, beyond which a sigmoid is 0 or 1. Bits of floats
    // are in the order of their magnitudes; min and max of floats take several times as long.
    IntVector magnitudes = IntVector.broadcast(I, Integer.MAX_VALUE);
    IntVector most = IntVector.broadcast(I, LARGEST_EXPONENT);
    for (int i = 0; i < count; i += LENGTH) {
      FloatVector gate = scaled(p, gateAt, i, factor, bias, gateBiasAt);
      FloatVector up = scaled(p, upAt, i, factor, bias, upBiasAt);
      IntVector bits = gate.reinterpretAsInts();
      IntVector sign = bits.not().lanewise(VectorOperators.AND_NOT, magnitudes);
      FloatVector x = bits.and(magnitudes).min(most).or(sign).reinterpretAsFloats();
      FloatVector e = Exponential.of(x, log2e, round, high, low, e6, e5, e4, e3, e2, one);
      gate.div(e.add(one)).mul(up).intoArray(y, yAt + i);
    }
  }
}
