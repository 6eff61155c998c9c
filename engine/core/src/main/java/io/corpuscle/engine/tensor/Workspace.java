package io.corpuscle.engine.tensor;

import static io.corpuscle.engine.tensor.ByteRegion.ALIGNMENT;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scratch memory of one task, lent as a stack. A {@link Frame} is opened at the start of a call and
 * closed at its end, which gives everything lent since back. Blocks are added while the first chunk
 * runs and kept, so nothing is allocated after it. Not for sharing between threads.
 */
public final class Workspace {
  private static final int BLOCK = 1 << 20;

  /** Four or two of these are a NaN. */
  private static final byte POISON = -1;

  private final List<float[]> blocks = new ArrayList<>();
  private final List<ByteBuffer> byteBlocks = new ArrayList<>();
  private final boolean poisoned;
  private int block;
  private int used;
  private int byteBlock;
  private int bytesUsed;

  private Workspace(boolean poisoned) {
    this.poisoned = poisoned;
    blocks.add(new float[BLOCK]);
  }

  /** An empty workspace. */
  public static Workspace create() {
    return new Workspace(false);
  }

  /**
   * A workspace for tests whose every loan is filled with NaN, so that a kernel that reads what it
   * has not written shows.
   */
  public static Workspace poisoned() {
    return new Workspace(true);
  }

  /** Size in memory. */
  public long bytes() {
    return blocks.stream().mapToLong(b -> (long) Float.BYTES * b.length).sum() + directBytes();
  }

  /** How much of {@link #bytes} is outside of the Java heap, in direct buffers. */
  public long directBytes() {
    return byteBlocks.stream().mapToLong(ByteBuffer::capacity).sum();
  }

  /** Opens a frame; close it to give back all that was lent through it and through later frames. */
  public Frame open() {
    return new Frame(this);
  }

  private FloatMatrix lend(int rows, int cols) {
    int count = Math.multiplyExact(rows, cols);
    while (count > blocks.get(block).length - used) {
      block++;
      used = 0;
      if (block == blocks.size()) {
        blocks.add(new float[Math.max(count, BLOCK)]);
      }
    }
    int at = used;
    used += count;
    if (poisoned) {
      Arrays.fill(blocks.get(block), at, used, Float.NaN);
    }
    return FloatMatrix.of(blocks.get(block), at, rows, cols);
  }

  private ByteRegion lendBytes(int count) {
    int size = Math.multiplyExact(ALIGNMENT, count / ALIGNMENT + 1);
    while (byteBlock == byteBlocks.size()
        || size > byteBlocks.get(byteBlock).capacity() - bytesUsed) {
      if (byteBlock < byteBlocks.size()) {
        byteBlock++;
        bytesUsed = 0;
      }
      if (byteBlock == byteBlocks.size()) {
        ByteBuffer room = ByteBuffer.allocateDirect(Math.max(size, BLOCK) + ALIGNMENT);
        byteBlocks.add(room.alignedSlice(ALIGNMENT).order(ByteOrder.nativeOrder()));
      }
    }
    int at = bytesUsed;
    bytesUsed += size;
    ByteBuffer lent = byteBlocks.get(byteBlock);
    for (int i = at; poisoned && i < bytesUsed; i++) {
      lent.put(i, POISON);
    }
    return new ByteRegion(lent, at, count);
  }

  /** What a call has borrowed. */
  public static final class Frame implements AutoCloseable {
    private final Workspace workspace;
    private final int block;
    private final int used;
    private final int byteBlock;
    private final int bytesUsed;

    private Frame(Workspace workspace) {
      this.workspace = workspace;
      this.block = workspace.block;
      this.used = workspace.used;
      this.byteBlock = workspace.byteBlock;
      this.bytesUsed = workspace.bytesUsed;
    }

    /** A matrix of undefined content. */
    public FloatMatrix matrix(int rows, int cols) {
      return workspace.lend(rows, cols);
    }

    /** Bytes outside of the heap, of undefined content. */
    public ByteRegion bytes(int count) {
      return workspace.lendBytes(count);
    }

    @Override
    public void close() {
      workspace.block = block;
      workspace.used = used;
      workspace.byteBlock = byteBlock;
      workspace.bytesUsed = bytesUsed;
    }
  }
}
