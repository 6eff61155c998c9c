package io.corpuscle.engine.model;

import io.corpuscle.engine.tensor.FloatMatrix;

/**
 * The angles of rotary position embedding, exact at any position: {@code θᵢ(p) = p·base^(−2i/d)} in
 * float64.
 *
 * <p>A position is split as p = 64·block + r. Sines and cosines of a block's first angle are
 * computed, those of r looked up, and the two joined by the addition theorem, so millions of
 * positions cost four products a channel, and a position's angles never depend on where a chunk
 * began.
 */
public final class Rotary {
  private static final int BLOCK = 64;

  private final double[] frequency;
  private final double[] cosInBlock;
  private final double[] sinInBlock;

  /**
   * @param base {@code rope_theta}
   * @param headDim d
   */
  public Rotary(double base, int headDim) {
    int half = headDim / 2;
    frequency = new double[half];
    cosInBlock = new double[BLOCK * half];
    sinInBlock = new double[BLOCK * half];
    for (int i = 0; i < half; i++) {
      frequency[i] = StrictMath.pow(base, -2.0 * i / headDim);
      for (int r = 0; r < BLOCK; r++) {
        cosInBlock[r * half + i] = StrictMath.cos(r * frequency[i]);
        sinInBlock[r * half + i] = StrictMath.sin(r * frequency[i]);
      }
    }
  }

  /** Half the head size: the number of angles a position has. */
  public int half() {
    return frequency.length;
  }

  /**
   * The angles of consecutive positions.
   *
   * @param position of the first row
   * @param cos {@code [T, d/2]}, overwritten
   * @param sin {@code [T, d/2]}, overwritten
   */
  public void angles(long position, FloatMatrix cos, FloatMatrix sin) {
    int half = frequency.length;
    for (int i = 0; i < half; i++) {
      double blockCos = 1;
      double blockSin = 0;
      long block = -1;
      for (int t = 0; t < cos.rows(); t++) {
        long p = position + t;
        if (p / BLOCK != block) {
          block = p / BLOCK;
          blockCos = StrictMath.cos(block * BLOCK * frequency[i]);
          blockSin = StrictMath.sin(block * BLOCK * frequency[i]);
        }
        int r = (int) (p % BLOCK) * half + i;
        cos.set(t, i, (float) (blockCos * cosInBlock[r] - blockSin * sinInBlock[r]));
        sin.set(t, i, (float) (blockSin * cosInBlock[r] + blockCos * sinInBlock[r]));
      }
    }
  }
}
