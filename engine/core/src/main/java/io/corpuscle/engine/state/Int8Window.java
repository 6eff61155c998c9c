package io.corpuscle.engine.state;

import io.corpuscle.engine.tensor.FloatMatrix;
import java.util.Arrays;

/**
 * A window in signed bytes, on the heap, each head's key and value of a token with a scale of its
 * own: {@code scale = max(max|x| / 127, 1e-5)}, {@code integer = x / scale} rounded half to even.
 * The cache of published W8ASpike checkpoints.
 *
 * <p>Keys lie transposed in their tile, {@code [G, d, TILE]}, values as they come, {@code [G, TILE,
 * d]}, scales {@code [G, TILE]}.
 */
public final class Int8Window extends WindowState {
  private static final float LARGEST = Byte.MAX_VALUE;
  private static final float LEAST_SCALE = 1e-5f;

  private byte[] keys;
  private byte[] values;
  private float[] keyScales;
  private float[] valueScales;

  /** An empty window. */
  public Int8Window(WindowShape shape) {
    super(shape);
    this.keys = new byte[Math.multiplyExact(scales(allocated()), headDim())];
    this.values = new byte[Math.multiplyExact(scales(allocated()), headDim())];
    this.keyScales = new float[scales(allocated())];
    this.valueScales = new float[scales(allocated())];
  }

  /** How many scales so many tiles have. */
  private int scales(int count) {
    return Math.multiplyExact(count, kvHeads() * TILE);
  }

  @Override
  void grow(int from, int to) {
    keys = Arrays.copyOf(keys, Math.multiplyExact(scales(to), headDim()));
    values = Arrays.copyOf(values, keys.length);
    keyScales = Arrays.copyOf(keyScales, scales(to));
    valueScales = Arrays.copyOf(valueScales, scales(to));
  }

  private int scalesAt(long position, int g) {
    return (slot(position) * kvHeads() + g) * TILE;
  }

  /** Where head {@code g}'s scale at a position is. */
  private int scaleAt(long position, int g) {
    return scalesAt(position, g) + (int) (position % TILE);
  }

  @Override
  public float key(long position, int g, int i) {
    int at = scalesAt(position, g) * headDim() + i * TILE + (int) (position % TILE);
    return keys[at] * keyScales[scaleAt(position, g)];
  }

  @Override
  public float value(long position, int g, int i) {
    int at = scaleAt(position, g) * headDim() + i;
    return values[at] * valueScales[scaleAt(position, g)];
  }

  /**
   * The keys of the tile that holds {@code position}, as floats.
   *
   * @param target receives {@code [d, TILE]} from {@code at} on
   */
  public void keys(long position, int g, float[] target, int at) {
    int scales = scalesAt(position, g);
    int from = scales * headDim();
    for (int i = 0; i < headDim() * TILE; i += TILE) {
      for (int t = 0; t < TILE; t++) {
        target[at + i + t] = keys[from + i + t] * keyScales[scales + t];
      }
    }
  }

  /**
   * The value of one position, as floats.
   *
   * @param target receives {@code [d]} from {@code at} on
   */
  public void value(long position, int g, float[] target, int at) {
    int from = scaleAt(position, g) * headDim();
    float scale = valueScales[scaleAt(position, g)];
    for (int i = 0; i < headDim(); i++) {
      target[at + i] = values[from + i] * scale;
    }
  }

  @Override
  public void append(FloatMatrix k, FloatMatrix v, int from, int count) {
    makeRoom();
    int d = headDim();
    for (int t = from; t < from + count; t++) {
      int inTile = (int) (position() % TILE);
      for (int g = 0; g < kvHeads(); g++) {
        int scaleAt = scaleAt(position(), g);
        int keyAt = scalesAt(position(), g) * d + inTile;
        int kAt = k.at(t) + g * d;
        int vAt = v.at(t) + g * d;
        float keyScale = scale(k.array(), kAt);
        float valueScale = scale(v.array(), vAt);
        keyScales[scaleAt] = keyScale;
        valueScales[scaleAt] = valueScale;
        for (int i = 0; i < d; i++) {
          keys[keyAt + i * TILE] = (byte) Math.rint(k.array()[kAt + i] / keyScale);
          values[scaleAt * d + i] = (byte) Math.rint(v.array()[vAt + i] / valueScale);
        }
      }
      advance(1);
    }
  }

  private float scale(float[] x, int at) {
    float max = 0;
    for (int i = at; i < at + headDim(); i++) {
      max = Math.max(max, Math.abs(x[i]));
    }
    return Math.max(max / LARGEST, LEAST_SCALE);
  }

  @Override
  void exchange(StateExchange exchange, int count) {
    int scales = scales(count);
    exchange.bytes("keys", keys, scales * headDim());
    exchange.bytes("values", values, scales * headDim());
    exchange.floats("keyScales", keyScales, scales);
    exchange.floats("valueScales", valueScales, scales);
  }

  @Override
  void clear(int count) {
    int scales = scales(count);
    Arrays.fill(keys, 0, scales * headDim(), (byte) 0);
    Arrays.fill(values, 0, scales * headDim(), (byte) 0);
    Arrays.fill(keyScales, 0, scales, 0);
    Arrays.fill(valueScales, 0, scales, 0);
  }

  @Override
  long bytesOf(int count) {
    return 2L * TILE * kvHeads() * (headDim() + Float.BYTES) * count;
  }
}
