package io.corpuscle.engine.kernel.onednn;

import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;

import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.vector.Lanes;
import io.corpuscle.engine.tensor.Bfloat16;
import java.nio.ByteBuffer;
import org.bytedeco.dnnl.memory;

/**
 * How the inputs of a product lie in a row, of operands and weights alike. A row is filled up with
 * zeros to whole groups, and a group lies as it is quickest made: with n = {@link Lanes#LENGTH},
 * inputs i, n + i, 2·n + i and 3·n + i are the four bytes of one int, and i and n + i the two
 * bfloat16 of one. A sum over inputs is the same in any order if both sides keep to it.
 */
enum ElementLayout {
  FLOAT32(Float.BYTES, 1, memory.data_type.f32, 2),
  BFLOAT16(Short.BYTES, 2, memory.data_type.bf16, 2),
  INT8(Byte.BYTES, 4, memory.data_type.s8, 0);

  private final int bytes;
  private final int perInt;
  private final memory.data_type type;
  private final int fewestRows;

  ElementLayout(int bytes, int perInt, memory.data_type type, int fewestRows) {
    this.bytes = bytes;
    this.perInt = perInt;
    this.type = type;
    this.fewestRows = fewestRows;
  }

  static ElementLayout of(Precision precision) {
    return valueOf(precision.ofWeights().name());
  }

  /** Size of an element. */
  int bytes() {
    return bytes;
  }

  memory.data_type type() {
    return type;
  }

  /** The first of {@link Buckets} in which a row's sum has the bits it has in all larger ones. */
  int fewestRows() {
    return fewestRows;
  }

  /** How many inputs are a group. */
  int group() {
    return perInt * LENGTH;
  }

  /** How long a row of {@code inputs} is, in elements. */
  int padded(int inputs) {
    return Lanes.roundUp(inputs, group());
  }

  /** Where input {@code i} lies in its row, in elements. */
  int position(int i) {
    int inGroup = i % group();
    return i - inGroup + inGroup % LENGTH * perInt + inGroup / LENGTH;
  }

  /** Writes one element at a byte offset. */
  void put(ByteBuffer row, int at, float value) {
    switch (this) {
      case FLOAT32 -> row.putFloat(at, value);
      case BFLOAT16 -> row.putShort(at, Bfloat16.bits(value));
      case INT8 -> row.put(at, (byte) value);
      default -> throw new IllegalStateException("no element of " + this);
    }
  }
}
