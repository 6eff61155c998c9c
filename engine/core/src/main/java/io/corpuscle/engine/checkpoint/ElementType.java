package io.corpuscle.engine.checkpoint;

/** How a stored tensor's elements are encoded, by the names safetensors gives them. */
public enum ElementType {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U8(1),
  BOOL(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Size of an element. */
  public int bytes() {
    return bytes;
  }

  /** What numbers of this type are written as: bfloat16 stays what it is, all else is float32. */
  public ElementType written() {
    return this == BF16 ? BF16 : F32;
  }
}
