package io.corpuscle.engine.quantization;

import java.util.Random;

/** Weights that share a scale, and moments of their inputs. */
final class Groups {
  private Groups() {}

  /** Most of about size 1, some much larger: a normal divided by a small uniform. */
  static float[] heavyTailed(int count, Random random) {
    float[] w = new float[count];
    for (int i = 0; i < count; i++) {
      w[i] = (float) (random.nextGaussian() / Math.sqrt(0.01 + random.nextDouble()));
    }
    return w;
  }

  /** Second moments of channels of which some are a hundred times as large as others. */
  static float[] moments(int count, Random random) {
    float[] moments = new float[count];
    for (int i = 0; i < count; i++) {
      double size = Math.exp(random.nextGaussian());
      moments[i] = (float) (size * size);
    }
    return moments;
  }
}
