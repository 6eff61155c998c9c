package io.corpuscle.engine.tensor;

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

  private final List<float[]> blocks = new ArrayList<>();
  private final boolean poisoned;
  private int block;
  private int used;

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
    return blocks.stream().mapToLong(b -> (long) Float.BYTES * b.length).sum();
  }

  /** Opens a frame; close it to give back all that was lent through it and through later frames. */
  public Frame open() {
    return new Frame(this, block, used);
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

  /** What a call has borrowed. */
  public static final class Frame implements AutoCloseable {
    private final Workspace workspace;
    private final int block;
    private final int used;

    private Frame(Workspace workspace, int block, int used) {
      this.workspace = workspace;
      this.block = block;
      this.used = used;
    }

    /** A matrix of undefined content. */
    public FloatMatrix matrix(int rows, int cols) {
      return workspace.lend(rows, cols);
    }

    @Override
    public void close() {
      workspace.block = block;
      workspace.used = used;
    }
  }
}
