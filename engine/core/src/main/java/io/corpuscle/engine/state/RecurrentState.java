package io.corpuscle.engine.state;

import java.util.Arrays;

/** The state of gated linear attention: one matrix S a key/value head, in float32. */
public final class RecurrentState implements MixerState {
  private final int kvHeads;
  private final int headDim;
  private final float[] s;
  private float[] initial = new float[0];
  private long position;

  /** S = 0, before the first token, for G = {@code kvHeads} heads of size d = {@code headDim}. */
  public RecurrentState(int kvHeads, int headDim) {
    this.kvHeads = kvHeads;
    this.headDim = headDim;
    this.s = new float[kvHeads * headDim * headDim];
  }

  public int kvHeads() {
    return kvHeads;
  }

  public int headDim() {
    return headDim;
  }

  /** S, {@code [G, d, d]}: key channel, then value channel. Written by kernels only. */
  public float[] s() {
    return s;
  }

  /** Where head {@code g}'s matrix begins in {@link #s()}. */
  public int at(int g) {
    return g * headDim * headDim;
  }

  /** Counts {@code tokens} more as read; called by the kernel that has folded them into S. */
  public void advance(int tokens) {
    position += tokens;
  }

  @Override
  public long position() {
    return position;
  }

  /** Takes what another remembers for what this remembers before the first token. */
  public void startFrom(RecurrentState other) {
    initial = other.s.clone();
    reset();
  }

  @Override
  public void reset() {
    Arrays.fill(s, 0);
    System.arraycopy(initial, 0, s, 0, initial.length);
    position = 0;
  }

  @Override
  public void exchange(StateExchange exchange) {
    position = exchange.position(position);
    exchange.floats("s", s, s.length);
  }

  @Override
  public long bytes() {
    return (long) Float.BYTES * s.length;
  }
}
