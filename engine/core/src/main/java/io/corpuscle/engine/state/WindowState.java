package io.corpuscle.engine.state;

import io.corpuscle.engine.tensor.FloatMatrix;

/**
 * The state of sliding-window attention: the keys and values of the last w tokens, in a ring of
 * tiles.
 *
 * <p>A tile holds {@value #TILE} positions and begins at an absolute position divisible by {@value
 * #TILE}, wherever reads were cut, so that a kernel that walks tiles adds in the same order every
 * time. Keys lie transposed in their tile, {@code [G, d, TILE]}, as the score product reads them;
 * values as they come, {@code [G, TILE, d]}. The ring has room for the tiles that the window of any
 * query of the newest tile can touch.
 */
public final class WindowState implements MixerState {
  /** Positions in a tile. */
  public static final int TILE = 64;

  private final int window;
  private final int kvHeads;
  private final int headDim;
  private final int tiles;
  private final float[] keys;
  private final float[] values;
  private long position;

  /** An empty window of w = {@code window} tokens for G = {@code kvHeads} heads of size d. */
  public WindowState(int window, int kvHeads, int headDim) {
    this.window = window;
    this.kvHeads = kvHeads;
    this.headDim = headDim;
    this.tiles = (window - 1 + TILE - 1) / TILE + 1;
    this.keys = new float[tiles * kvHeads * headDim * TILE];
    this.values = new float[tiles * kvHeads * headDim * TILE];
  }

  public int window() {
    return window;
  }

  public int kvHeads() {
    return kvHeads;
  }

  public int headDim() {
    return headDim;
  }

  /** The ring of key tiles; see {@link #tileAt}. */
  public float[] keys() {
    return keys;
  }

  /** The ring of value tiles; see {@link #tileAt}. */
  public float[] values() {
    return values;
  }

  /**
   * Where head {@code g}'s part of the tile that holds {@code position} begins, in {@link #keys()}
   * ({@code [d, TILE]}) and in {@link #values()} ({@code [TILE, d]}) alike.
   */
  public int tileAt(long position, int g) {
    int slot = (int) ((position / TILE) % tiles);
    return (slot * kvHeads + g) * headDim * TILE;
  }

  /** Key channel {@code i} of head {@code g} at a position still in the ring. */
  public float key(long position, int g, int i) {
    return keys[tileAt(position, g) + i * TILE + (int) (position % TILE)];
  }

  /** Value channel {@code i} of head {@code g} at a position still in the ring. */
  public float value(long position, int g, int i) {
    return values[tileAt(position, g) + (int) (position % TILE) * headDim + i];
  }

  /**
   * Appends {@code count} tokens, forgetting the oldest. A kernel that still needs the windows of
   * these tokens appends at most to the end of the current tile at a time.
   *
   * @param k keys after rotation, {@code [T, G·d]}
   * @param v values, {@code [T, G·d]}
   * @param from first row to append
   */
  public void append(FloatMatrix k, FloatMatrix v, int from, int count) {
    for (int t = from; t < from + count; t++) {
      int inTile = (int) (position % TILE);
      for (int g = 0; g < kvHeads; g++) {
        int at = tileAt(position, g);
        int row = k.at(t) + g * headDim;
        for (int i = 0; i < headDim; i++) {
          keys[at + i * TILE + inTile] = k.array()[row + i];
        }
        System.arraycopy(v.array(), v.at(t) + g * headDim, values, at + inTile * headDim, headDim);
      }
      position++;
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public long bytes() {
    return (long) Float.BYTES * (keys.length + values.length);
  }
}
