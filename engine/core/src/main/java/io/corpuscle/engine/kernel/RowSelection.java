package io.corpuscle.engine.kernel;

/** Some of a chunk's rows, that go through products of their own: the tokens of an expert. */
public interface RowSelection {

  /** How many there are. */
  int count();

  /** The r-th of them, a row of the chunk after the one before. */
  int row(int r);

  /** What the r-th one's result counts for. */
  float weight(int r);

  /** How many of them come before row t of the chunk. */
  default int before(int t) {
    int low = 0;
    int high = count();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (row(middle) < t) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The rows of a chunk, each for itself.
   *
   * @param count T
   */
  record All(int count) implements RowSelection {
    @Override
    public int row(int r) {
      return r;
    }

    @Override
    public float weight(int r) {
      return 1;
    }
  }
}
