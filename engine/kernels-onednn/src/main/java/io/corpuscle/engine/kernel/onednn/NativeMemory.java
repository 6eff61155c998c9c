package io.corpuscle.engine.kernel.onednn;

import java.lang.ref.Cleaner;
import org.bytedeco.javacpp.Pointer;

/**
 * Memory outside of the Java heap and of its limits, freed when it is said, or when nothing refers
 * to it any more: weights of any size, where a direct buffer ends at two gigabytes.
 */
final class NativeMemory {
  private static final int ALIGNMENT = 64;
  private static final Cleaner CLEANER = Cleaner.create();

  private final long address;
  private final long bytes;
  private final Cleaner.Cleanable block;

  NativeMemory(long bytes) {
    Pointer block = Pointer.malloc(bytes + ALIGNMENT);
    if (block == null || block.isNull()) {
      throw new OutOfMemoryError(
          "no "
              + bytes
              + " bytes of native memory for weights; use a smaller model or fewer tasks");
    }
    this.address = (block.address() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    this.bytes = bytes;
    this.block = CLEANER.register(this, () -> Pointer.free(block));
  }

  /** Frees it; a second time does nothing. */
  void free() {
    block.clean();
  }

  long address() {
    return address;
  }

  long bytes() {
    return bytes;
  }
}
