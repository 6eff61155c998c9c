package io.corpuscle.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Reads an array over and over, in order: with one larger than the caches, what memory gives a
 * thread; with one that fits, what its cache does. A step is one pass, counted in bytes. Needs the
 * module {@code jdk.incubator.vector}.
 */
public final class MemoryRead implements Steps {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 4;

  private final float[] array;
  private float sum;

  /**
   * @param bytes size of the array, rounded down to whole vectors
   */
  public MemoryRead(int bytes) {
    int block = CHAINS * LANES.length();
    array = new float[bytes / Float.BYTES / block * block];
  }

  @Override
  public long next() {
    int lanes = LANES.length();
    FloatVector a = FloatVector.zero(LANES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int i = 0; i < array.length; i += CHAINS * lanes) {
      a = a.add(FloatVector.fromArray(LANES, array, i));
      b = b.add(FloatVector.fromArray(LANES, array, i + lanes));
      c = c.add(FloatVector.fromArray(LANES, array, i + 2 * lanes));
      d = d.add(FloatVector.fromArray(LANES, array, i + 3 * lanes));
    }
    sum += a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    // All zeros, which the compiler cannot know: it must read them.
    array[0] = sum;
    return (long) Float.BYTES * array.length;
  }
}
