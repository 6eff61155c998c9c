package io.corpuscle.engine.tensor;

import java.nio.ByteBuffer;

/**
 * Bytes outside of the Java heap, where native code can read and write them.
 *
 * @param block the direct buffer they lie in, in the machine's byte order; shared with other
 *     regions
 * @param at where they begin in it, a multiple of {@value #ALIGNMENT}, as is the block's address
 * @param size how many they are
 */
public record ByteRegion(ByteBuffer block, int at, int size) {
  /** Every region begins at a cache line. */
  public static final int ALIGNMENT = 64;
}
