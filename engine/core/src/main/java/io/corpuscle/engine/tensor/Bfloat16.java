package io.corpuscle.engine.tensor;

/** The upper half of a float32: 8 bits of exponent, 8 of significand. */
public final class Bfloat16 {
  private static final int HALF_BELOW = 0x7FFF;

  private Bfloat16() {}

  /** The nearest bfloat16, half to even, as a float. */
  public static float round(float x) {
    return toFloat(bits(x));
  }

  /** The sixteen bits of the nearest bfloat16, half to even. */
  public static short bits(float x) {
    int bits = Float.floatToRawIntBits(x);
    int odd = bits >>> 16 & 1;
    return (short) (bits + HALF_BELOW + odd >>> 16);
  }

  /** The float of these sixteen bits. */
  public static float toFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
