package io.corpuscle.engine.state;

import io.corpuscle.engine.tensor.FloatMatrix;
import java.util.Optional;

/**
 * The state of sliding-window attention: the keys and values of the last w tokens, in a ring of
 * tiles.
 *
 * <p>A tile holds {@value #TILE} positions and begins at an absolute position divisible by {@value
 * #TILE}, wherever reads were cut, so that a kernel that walks tiles adds in the same order every
 * time. The ring has room for the tiles that the window of any query of the newest tile can touch.
 * How a tile lies in memory is for the kernels that read it.
 *
 * <p>A window is whole from the start. The keys and values of full attention are a window as long
 * as the longest document there may be, whose memory grows with the document: see {@link
 * WindowShape.Room}.
 */
public abstract sealed class WindowState implements MixerState
    permits FloatWindow, Bfloat16Window, Int8Window {
  /** Positions in a tile. */
  public static final int TILE = 64;

  /** Tiles beyond those in use that kernels may look at, and hide what they find. */
  static final int SPARE = 16;

  private final int window;
  private final int kvHeads;
  private final int headDim;
  private final int tiles;
  private int allocated;
  private Optional<WindowState> sinks = Optional.empty();
  private long position;

  WindowState(WindowShape shape) {
    this.window = shape.tokens();
    this.kvHeads = shape.kvHeads();
    this.headDim = shape.headDim();
    this.tiles = (int) (((long) window - 1 + TILE - 1) / TILE + 1);
    this.allocated = shape.room() == WindowShape.Room.WHOLE ? tiles : Math.min(tiles, 2 * SPARE);
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

  /** How many tiles the ring has. */
  public int tiles() {
    return tiles;
  }

  /** How many of them have memory: all that the document has come to, and some to spare. */
  final int allocated() {
    return allocated;
  }

  /** Sees to it that the tile of the next token has memory. */
  final void makeRoom() {
    makeRoom(slot(position));
  }

  private void makeRoom(int slot) {
    while (allocated < tiles && slot + SPARE >= allocated) {
      int grown = (int) Math.min(tiles, 2L * allocated);
      grow(allocated, grown);
      allocated = grown;
    }
  }

  /** Moves what the first {@code from} tiles hold to memory for {@code to}, the others zeros. */
  abstract void grow(int from, int to);

  /** Which of the ring's tiles holds {@code position}. */
  public int slot(long position) {
    return (int) ((position / TILE) % tiles);
  }

  /**
   * Sets the sinks that every token sees beside its window; they stand before every document and
   * never leave, and all documents share them.
   *
   * @param keys a window of the same kind that holds them all
   */
  public void startFrom(WindowState keys) {
    sinks = Optional.of(keys);
  }

  /** The sinks that every token sees beside its window; positions do not count them. */
  public Optional<WindowState> sinks() {
    return sinks;
  }

  /** Key channel {@code i} of head {@code g} at a position still in the ring. */
  public abstract float key(long position, int g, int i);

  /** Value channel {@code i} of head {@code g} at a position still in the ring. */
  public abstract float value(long position, int g, int i);

  /**
   * Appends {@code count} tokens, forgetting the oldest; at most to the end of the current tile.
   *
   * @param k keys after rotation, {@code [T, G·d]}
   * @param v values, {@code [T, G·d]}
   * @param from first row to append
   */
  public abstract void append(FloatMatrix k, FloatMatrix v, int from, int count);

  /**
   * Appends all rows, tile by tile.
   *
   * @param k keys after rotation, {@code [T, G·d]}
   * @param v values, {@code [T, G·d]}
   */
  public void appendAll(FloatMatrix k, FloatMatrix v) {
    for (int t = 0; t < k.rows(); ) {
      int count = Math.min(TILE - (int) (position % TILE), k.rows() - t);
      append(k, v, t, count);
      t += count;
    }
  }

  /** Counts {@code tokens} more as appended. */
  final void advance(int tokens) {
    position += tokens;
  }

  /** Zeroes the ring's first {@code count} tiles. */
  abstract void clear(int count);

  /** Size of so many tiles in memory. */
  abstract long bytesOf(int count);

  /**
   * Of the tiles that the document has come to; the others are zeros. The sinks are the model's.
   */
  @Override
  public final void exchange(StateExchange exchange) {
    position = exchange.position(position);
    int used = used();
    makeRoom(used);
    exchange(exchange, used);
  }

  /** How many tiles the document has come to. */
  private int used() {
    return (int) Math.min(tiles, (position + TILE - 1) / TILE);
  }

  /** Hands over the ring's first {@code count} tiles. */
  abstract void exchange(StateExchange exchange, int count);

  @Override
  public long bytes() {
    return bytesOf(allocated);
  }

  @Override
  public long mostBytes() {
    return bytesOf(tiles);
  }

  @Override
  public long position() {
    return position;
  }

  /** Tiles that the document did not come to are zeros still. */
  @Override
  public final void reset() {
    clear(used());
    position = 0;
  }
}
