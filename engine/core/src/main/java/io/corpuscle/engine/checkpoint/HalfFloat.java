package io.corpuscle.engine.checkpoint;

/** IEEE 754 binary16, which Java 17 cannot convert itself. */
final class HalfFloat {
  private HalfFloat() {}

  static float toFloat(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >>> 10 & 0x1F;
    int mantissa = bits & 0x3FF;
    if (exponent == 0) {
      // Zero or subnormal: mantissa · 2⁻²⁴.
      float magnitude = mantissa * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    // 31 marks infinity and NaN in binary16, 255 in binary32; otherwise the bias changes, 15 → 127.
    int wide = exponent == 31 ? 255 : exponent + 112;
    return Float.intBitsToFloat(sign | wide << 23 | mantissa << 13);
  }
}
