package io.corpuscle.engine.state;

import io.corpuscle.engine.tensor.Bfloat16;
import io.corpuscle.engine.tensor.ByteRegion;
import io.corpuscle.engine.tensor.FloatMatrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A window in bfloat16, outside of the Java heap, as matrix units read the right side of a product:
 * the ring of a head is one matrix, keys {@code [d, tiles·TILE]} and values {@code [tiles·TILE,
 * d]}, a tile of it in one piece.
 *
 * <p>Such a matrix {@code [K, N]} lies in panels of columns, a panel in pairs of rows, {@code
 * [K/2][columns][2]}. Which rows are a pair is free as long as the left side keeps to it: of every
 * {@value #GROUP} it is i and i + {@value #HALF}, the i-th pair. A panel of keys is a tile; a panel
 * of values is up to {@value WindowState#TILE} channels.
 */
public final class Bfloat16Window extends WindowState {
  /** Rows that pair with one another. */
  public static final int GROUP = 32;

  private static final int HALF = GROUP / 2;

  private final int panel;
  private final ByteBuffer keys;
  private final ByteBuffer values;

  /**
   * An empty window of w = {@code window} tokens for G = {@code kvHeads} heads of size d, for which
   * {@link #fits} holds.
   */
  public Bfloat16Window(int window, int kvHeads, int headDim) {
    super(window, kvHeads, headDim);
    if (!fits(headDim)) {
      throw new IllegalArgumentException(
          "heads of size " + headDim + " do not lie in groups of " + GROUP + " channels");
    }
    this.panel = headDim % TILE == 0 ? TILE : GROUP;
    int bytes = Math.multiplyExact(Short.BYTES, tiles() * TILE * kvHeads * headDim);
    this.keys = allocate(bytes);
    this.values = allocate(bytes);
  }

  /** Whether heads of this size can lie so. */
  public static boolean fits(int headDim) {
    return headDim % GROUP == 0;
  }

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes + ByteRegion.ALIGNMENT)
        .alignedSlice(ByteRegion.ALIGNMENT)
        .order(ByteOrder.nativeOrder());
  }

  /** The rings of keys, head after head; see {@link #keysAt}. */
  public ByteBuffer keys() {
    return keys;
  }

  /** The rings of values, head after head and panel after panel; see {@link #valuesAt}. */
  public ByteBuffer values() {
    return values;
  }

  /** Channels in a panel of values. */
  public int panel() {
    return panel;
  }

  /** Where head {@code g}'s keys of a tile begin, in bytes. */
  public int keysAt(int g, int slot) {
    return Short.BYTES * TILE * headDim() * (g * tiles() + slot);
  }

  /** Where head {@code g}'s values of a tile begin, those of panel {@code p}, in bytes. */
  public int valuesAt(int g, int p, int slot) {
    return Short.BYTES * TILE * panel * ((g * (headDim() / panel) + p) * tiles() + slot);
  }

  @Override
  public float key(long position, int g, int i) {
    int inTile = (int) (position % TILE);
    return Bfloat16.toFloat(keys.getShort(keysAt(g, slot(position)) + element(i, inTile, TILE)));
  }

  @Override
  public float value(long position, int g, int i) {
    int inTile = (int) (position % TILE);
    int at = valuesAt(g, i / panel, slot(position));
    return Bfloat16.toFloat(values.getShort(at + element(inTile, i % panel, panel)));
  }

  /** Where row {@code k} and column {@code n} are in a panel of {@code columns}, in bytes. */
  private static int element(int k, int n, int columns) {
    int inGroup = k % GROUP;
    int pair = k / GROUP * HALF + inGroup % HALF;
    return Short.BYTES * (2 * (pair * columns + n) + inGroup / HALF);
  }

  /** Rounds half to even. */
  @Override
  public void append(FloatMatrix k, FloatMatrix v, int from, int count) {
    int d = headDim();
    int slot = slot(position());
    int inTile = (int) (position() % TILE);
    for (int g = 0; g < kvHeads(); g++) {
      int keysAt = keysAt(g, slot);
      for (int t = 0; t < count; t++) {
        int kAt = k.at(from + t) + g * d;
        int vAt = v.at(from + t) + g * d;
        for (int i = 0; i < d; i++) {
          short key = Bfloat16.bits(k.array()[kAt + i]);
          keys.putShort(keysAt + element(i, inTile + t, TILE), key);
          short value = Bfloat16.bits(v.array()[vAt + i]);
          int valuesAt = valuesAt(g, i / panel, slot);
          values.putShort(valuesAt + element(inTile + t, i % panel, panel), value);
        }
      }
    }
    advance(count);
  }

  @Override
  void clear(int count) {
    byte[] keyTiles = new byte[keysAt(0, count)];
    byte[] valueTiles = new byte[valuesAt(0, 0, count)];
    for (int g = 0; g < kvHeads(); g++) {
      keys.put(keysAt(g, 0), keyTiles);
      for (int p = 0; p < headDim() / panel; p++) {
        values.put(valuesAt(g, p, 0), valueTiles);
      }
    }
  }

  @Override
  public long bytes() {
    return (long) keys.capacity() + values.capacity();
  }
}
