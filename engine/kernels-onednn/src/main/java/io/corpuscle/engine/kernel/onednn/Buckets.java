package io.corpuscle.engine.kernel.onednn;

/**
 * The numbers of rows that products are made for. oneDNN makes code for each, which takes
 * milliseconds, and chooses its way of adding by it; so rows are filled up to one of a few, and
 * single rows of floats are eight.
 */
final class Buckets {
  private static final int[] ROWS = {1, 8, 16, 32, 64, 128, 256};

  /** The most rows of one product. */
  static final int MOST = ROWS[ROWS.length - 1];

  private Buckets() {}

  static int count() {
    return ROWS.length;
  }

  static int rows(int bucket) {
    return ROWS[bucket];
  }

  /** The smallest bucket for {@code rows} of {@code layout}, at most {@link #MOST}. */
  static int of(int rows, ElementLayout layout) {
    // Integers add up the same however they are added.
    int bucket = layout == ElementLayout.INT8 ? 0 : 1;
    while (ROWS[bucket] < rows) {
      bucket++;
    }
    return bucket;
  }

  /** How many rows of memory products of {@code rows} rows touch. */
  static int roomFor(int rows) {
    int whole = rows / MOST * MOST;
    return rows == whole ? whole : whole + ROWS[of(rows - whole, ElementLayout.FLOAT32)];
  }
}
