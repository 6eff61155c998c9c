package io.corpuscle.engine.state;

import io.corpuscle.engine.tensor.Bfloat16;
import io.corpuscle.engine.tensor.ByteRegion;
import io.corpuscle.engine.tensor.FloatMatrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A window in bfloat16, outside of the Java heap, as matrix units read the right side of a product:
 * the ring of a head is one matrix, keys {@code [d, tiles·TILE]} and values {@code [tiles·TILE,
 * d]}, a tile of it in one piece; of a window that grows, as many tiles as have memory.
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
  private ByteBuffer keys;
  private ByteBuffer values;

  /** An empty window, of heads that {@link #fits} holds for. */
  public Bfloat16Window(WindowShape shape) {
    super(shape);
    int headDim = shape.headDim();
    if (!fits(headDim)) {
      throw new IllegalArgumentException(
          "heads of size " + headDim + " do not lie in groups of " + GROUP + " channels");
    }
    this.panel = headDim % TILE == 0 ? TILE : GROUP;
    this.keys = allocate(bytes(allocated()));
    this.values = allocate(bytes(allocated()));
  }

  /** Size of the keys of so many tiles, and of their values. */
  private int bytes(int count) {
    return Math.multiplyExact(count, Short.BYTES * TILE * kvHeads() * headDim());
  }

  @Override
  void grow(int from, int to) {
    keys = grown(keys, kvHeads(), bytes(from), bytes(to));
    values = grown(values, kvHeads() * (headDim() / panel), bytes(from), bytes(to));
  }

  /** A buffer of as many rings, each longer than before. */
  private static ByteBuffer grown(ByteBuffer buffer, int rings, int from, int to) {
    ByteBuffer larger = allocate(to);
    for (int ring = 0; ring < rings; ring++) {
      larger.put(ring * (to / rings), buffer, ring * (from / rings), from / rings);
    }
    return larger;
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

  /** The rings of keys, head after head; see {@link #keysAt}. Another buffer when it has grown. */
  public ByteBuffer keys() {
    return keys;
  }

  /**
   * The rings of values, head after head and panel after panel; see {@link #valuesAt}. Likewise.
   */
  public ByteBuffer values() {
    return values;
  }

  /** Channels in a panel of values. */
  public int panel() {
    return panel;
  }

  /** Where head {@code g}'s keys of a tile begin, in bytes. */
  public int keysAt(int g, int slot) {
    return Short.BYTES * TILE * headDim() * (g * allocated() + slot);
  }

  /** Where head {@code g}'s values of a tile begin, those of panel {@code p}, in bytes. */
  public int valuesAt(int g, int p, int slot) {
    return Short.BYTES * TILE * panel * ((g * (headDim() / panel) + p) * allocated() + slot);
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
    makeRoom();
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
  void exchange(StateExchange exchange, int count) {
    for (int g = 0; g < kvHeads(); g++) {
      exchange.bytes("keys." + g, keys, keysAt(g, 0), keysAt(0, count));
      for (int p = 0; p < headDim() / panel; p++) {
        exchange.bytes("values." + g + "." + p, values, valuesAt(g, p, 0), valuesAt(0, 0, count));
      }
    }
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
  public long directBytes() {
    return bytes();
  }

  @Override
  long bytesOf(int count) {
    return 2L * Short.BYTES * TILE * kvHeads() * headDim() * count;
  }
}
