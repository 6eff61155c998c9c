package io.corpuscle.engine.kernel.onednn;

import static io.corpuscle.engine.kernel.vector.Lanes.F;
import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;
import static io.corpuscle.engine.kernel.vector.Lanes.load;

import io.corpuscle.engine.kernel.vector.Lanes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Rows of a product on their way from native scratch to where they are wanted: {@code z = scale·p +
 * b}, with what follows in the same pass.
 */
final class ProductRows {
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private ProductRows() {}

  /** What is done with a row of a product: {@link #store} or {@link #add}. */
  @FunctionalInterface
  interface Pass {
    void row(
        ByteBuffer p,
        int pAt,
        float scale,
        float[] bias,
        int biasAt,
        float[] y,
        int yAt,
        int count);
  }

  private static FloatVector scaled(
      ByteBuffer p, int pAt, FloatVector scale, float[] bias, int biasAt) {
    return FloatVector.fromByteBuffer(F, p, pAt, ORDER).fma(scale, load(bias, biasAt));
  }

  /** {@code y = z}, {@code count} numbers. */
  static void store(
      ByteBuffer p, int pAt, float scale, float[] bias, int biasAt, float[] y, int yAt, int count) {
    FloatVector factor = FloatVector.broadcast(F, scale);
    int whole = F.loopBound(count);
    for (int i = 0; i < whole; i += LENGTH) {
      scaled(p, pAt + Float.BYTES * i, factor, bias, biasAt + i).intoArray(y, yAt + i);
    }
    if (whole < count) {
      VectorMask<Float> tail = F.indexInRange(whole, count);
      scaled(p, pAt + Float.BYTES * whole, factor, bias, biasAt + whole)
          .intoArray(y, yAt + whole, tail);
    }
  }

  /** {@code y = y + z}, {@code count} numbers. */
  static void add(
      ByteBuffer p, int pAt, float scale, float[] bias, int biasAt, float[] y, int yAt, int count) {
    FloatVector factor = FloatVector.broadcast(F, scale);
    int whole = F.loopBound(count);
    for (int i = 0; i < whole; i += LENGTH) {
      scaled(p, pAt + Float.BYTES * i, factor, bias, biasAt + i)
          .add(load(y, yAt + i))
          .intoArray(y, yAt + i);
    }
    if (whole < count) {
      VectorMask<Float> tail = F.indexInRange(whole, count);
      scaled(p, pAt + Float.BYTES * whole, factor, bias, biasAt + whole)
          .add(FloatVector.fromArray(F, y, yAt + whole, tail))
          .intoArray(y, yAt + whole, tail);
    }
  }

  /**
   * {@code y = silu(z_gate) ⊙ z_up}, {@code count} numbers; what is written beyond them, up to a
   * whole vector, has no meaning.
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
    int whole = F.loopBound(count);
    for (int i = 0; i < whole; i += LENGTH) {
      FloatVector gate = scaled(p, gateAt + Float.BYTES * i, factor, bias, gateBiasAt + i);
      FloatVector up = scaled(p, upAt + Float.BYTES * i, factor, bias, upBiasAt + i);
      gate.mul(Lanes.sigmoid(gate)).mul(up).intoArray(y, yAt + i);
    }
    if (whole < count) {
      VectorMask<Float> tail = F.indexInRange(whole, count);
      FloatVector gate = scaled(p, gateAt + Float.BYTES * whole, factor, bias, gateBiasAt + whole);
      FloatVector up = scaled(p, upAt + Float.BYTES * whole, factor, bias, upBiasAt + whole);
      gate.mul(Lanes.sigmoid(gate)).mul(up).intoArray(y, yAt + whole, tail);
    }
  }
}
