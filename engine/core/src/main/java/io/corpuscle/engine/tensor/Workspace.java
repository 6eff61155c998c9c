package io.corpuscle.engine.tensor;

import java.util.Arrays;
import java.util.Locale;

/**
 * Scratch memory of one task: one array, lent as a stack. A {@link Frame} is opened at the start of
 * a call and closed at its end, which gives everything lent since back. Not for sharing between
 * threads.
 */
public final class Workspace {
  private final float[] floats;
  private final boolean poisoned;
  private int used;

  private Workspace(int capacity, boolean poisoned) {
    this.floats = new float[capacity];
    this.poisoned = poisoned;
  }

  /** A workspace of {@code capacity} floats. */
  public static Workspace of(int capacity) {
    return new Workspace(capacity, false);
  }

  /**
   * A workspace for tests whose every loan is filled with NaN, so that a kernel that reads what it
   * has not written shows.
   */
  public static Workspace poisoned(int capacity) {
    return new Workspace(capacity, true);
  }

  /** Size in floats. */
  public int capacity() {
    return floats.length;
  }

  /** Opens a frame; close it to give back all that was lent through it and through later frames. */
  public Frame open() {
    return new Frame(this, used);
  }

  private int lend(int count, Object what) {
    if (count > floats.length - used) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "Workspace is full: %s needs %,d floats and %,d of %,d are free. Raise its capacity or lower chunkTokens.",
              what,
              count,
              floats.length - used,
              floats.length));
    }
    int at = used;
    used += count;
    if (poisoned) {
      Arrays.fill(floats, at, used, Float.NaN);
    }
    return at;
  }

  /** What a call has borrowed. */
  public static final class Frame implements AutoCloseable {
    private final Workspace workspace;
    private final int mark;

    private Frame(Workspace workspace, int mark) {
      this.workspace = workspace;
      this.mark = mark;
    }

    /** A matrix of undefined content. */
    public FloatMatrix matrix(int rows, int cols) {
      int count = Math.multiplyExact(rows, cols);
      int at = workspace.lend(count, "[" + rows + ", " + cols + "]");
      return FloatMatrix.of(workspace.floats, at, rows, cols);
    }

    @Override
    public void close() {
      workspace.used = mark;
    }
  }
}
