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
 */
public abstract sealed class WindowState implements MixerState
    permits FloatWindow, Bfloat16Window, Int8Window {
  /** Positions in a tile. */
  public static final int TILE = 64;

  private final int window;
  private final int kvHeads;
  private final int headDim;
  private final int tiles;
  private Optional<SinkKeys> sinks = Optional.empty();
  private long position;

  WindowState(int window, int kvHeads, int headDim) {
    this.window = window;
    this.kvHeads = kvHeads;
    this.headDim = headDim;
    this.tiles = (window - 1 + TILE - 1) / TILE + 1;
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

  /** Which of the ring's tiles holds {@code position}. */
  public int slot(long position) {
    return (int) ((position / TILE) % tiles);
  }

  /** Sets the sinks that every token sees beside its window. */
  public void startFrom(SinkKeys keys) {
    sinks = Optional.of(keys);
  }

  /** The sinks that every token sees beside its window; positions do not count them. */
  public Optional<SinkKeys> sinks() {
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

  /** Counts {@code tokens} more as appended. */
  final void advance(int tokens) {
    position += tokens;
  }

  /** Zeroes the ring's first {@code count} tiles. */
  abstract void clear(int count);

  @Override
  public long position() {
    return position;
  }

  /** Tiles that the document did not come to are zeros still. */
  @Override
  public final void reset() {
    clear((int) Math.min(tiles, (position + TILE - 1) / TILE));
    position = 0;
  }
}
