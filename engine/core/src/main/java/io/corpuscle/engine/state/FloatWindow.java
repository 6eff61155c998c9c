package io.corpuscle.engine.state;

import io.corpuscle.engine.tensor.FloatMatrix;
import java.util.Arrays;

/**
 * A window in float32, on the heap. Keys lie transposed in their tile, {@code [G, d, TILE]}, as the
 * score product reads them; values as they come, {@code [G, TILE, d]}.
 */
public final class FloatWindow extends WindowState {
  private float[] keys;
  private float[] values;

  /** An empty window. */
  public FloatWindow(WindowShape shape) {
    super(shape);
    this.keys = new float[floats(allocated())];
    this.values = new float[floats(allocated())];
  }

  private int floats(int count) {
    return Math.multiplyExact(count, kvHeads() * headDim() * TILE);
  }

  @Override
  void grow(int from, int to) {
    keys = Arrays.copyOf(keys, floats(to));
    values = Arrays.copyOf(values, floats(to));
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
    return (slot(position) * kvHeads() + g) * headDim() * TILE;
  }

  @Override
  public float key(long position, int g, int i) {
    return keys[tileAt(position, g) + i * TILE + (int) (position % TILE)];
  }

  @Override
  public float value(long position, int g, int i) {
    return values[tileAt(position, g) + (int) (position % TILE) * headDim() + i];
  }

  @Override
  public void append(FloatMatrix k, FloatMatrix v, int from, int count) {
    makeRoom();
    int d = headDim();
    for (int t = from; t < from + count; t++) {
      int inTile = (int) (position() % TILE);
      for (int g = 0; g < kvHeads(); g++) {
        int at = tileAt(position(), g);
        int row = k.at(t) + g * d;
        for (int i = 0; i < d; i++) {
          keys[at + i * TILE + inTile] = k.array()[row + i];
        }
        System.arraycopy(v.array(), v.at(t) + g * d, values, at + inTile * d, d);
      }
      advance(1);
    }
  }

  @Override
  void exchange(StateExchange exchange, int count) {
    exchange.floats("keys", keys, floats(count));
    exchange.floats("values", values, floats(count));
  }

  @Override
  void clear(int count) {
    Arrays.fill(keys, 0, floats(count), 0);
    Arrays.fill(values, 0, floats(count), 0);
  }

  @Override
  long bytesOf(int count) {
    return 2L * Float.BYTES * TILE * kvHeads() * headDim() * count;
  }
}
