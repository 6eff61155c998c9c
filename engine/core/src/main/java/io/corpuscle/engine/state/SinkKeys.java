package io.corpuscle.engine.state;

import io.corpuscle.engine.tensor.FloatMatrix;

/**
 * The keys and values of sink tokens in one layer, in tiles as {@link FloatWindow} has them. They
 * stand before every document and never leave; one instance serves all documents.
 */
public final class SinkKeys {
  private static final int TILE = WindowState.TILE;

  private final int count;
  private final int kvHeads;
  private final int headDim;
  private final float[] keys;
  private final float[] values;

  /**
   * The sinks of a layer.
   *
   * @param k keys after rotation, {@code [n, G·d]}
   * @param v values, {@code [n, G·d]}
   */
  public SinkKeys(FloatMatrix k, FloatMatrix v, int kvHeads, int headDim) {
    this.count = k.rows();
    this.kvHeads = kvHeads;
    this.headDim = headDim;
    this.keys = new float[tiles() * kvHeads * headDim * TILE];
    this.values = new float[tiles() * kvHeads * headDim * TILE];
    for (int t = 0; t < count; t++) {
      for (int g = 0; g < kvHeads; g++) {
        int at = tileAt(t / TILE, g);
        for (int i = 0; i < headDim; i++) {
          keys[at + i * TILE + t % TILE] = k.get(t, g * headDim + i);
          values[at + t % TILE * headDim + i] = v.get(t, g * headDim + i);
        }
      }
    }
  }

  /** n, how many there are. */
  public int count() {
    return count;
  }

  /** d, the size of a head. */
  public int headDim() {
    return headDim;
  }

  /** How many tiles they fill; the last perhaps not whole. */
  public int tiles() {
    return (count + TILE - 1) / TILE;
  }

  /** The tiles of keys, {@code [d, TILE]} each; see {@link #tileAt}. */
  public float[] keys() {
    return keys;
  }

  /** The tiles of values, {@code [TILE, d]} each; see {@link #tileAt}. */
  public float[] values() {
    return values;
  }

  /** Where head {@code g}'s part of a tile begins. */
  public int tileAt(int tile, int g) {
    return (tile * kvHeads + g) * headDim * TILE;
  }

  /** Key channel {@code i} of head {@code g} of sink {@code t}. */
  public float key(int t, int g, int i) {
    return keys[tileAt(t / TILE, g) + i * TILE + t % TILE];
  }

  /** Value channel {@code i} of head {@code g} of sink {@code t}. */
  public float value(int t, int g, int i) {
    return values[tileAt(t / TILE, g) + t % TILE * headDim + i];
  }
}
