package io.corpuscle.engine.kernel.onednn;

/**
 * The numbers of rows that products are made for. oneDNN makes code for each, which takes
 * milliseconds, and chooses its way of adding by it; so rows are multiplied in a few such numbers,
 * the last of them filled up. Which it is changes no bit of a row: floats are added in one order
 * from eight rows on, integers in any.
 */
final class Buckets {
  private static final int[] ROWS = {1, 4, 8, 16, 32, 64, 128, 256};

  /** Up to here filling up costs less than another product. */
  private static final int SMALL = 8;

  /** What part of a larger product may be rows that are not there. */
  private static final int SPARE = 8;

  /** The most rows of one product. */
  static final int MOST = ROWS[ROWS.length - 1];

  private Buckets() {}

  static int count() {
    return ROWS.length;
  }

  static int rows(int bucket) {
    return ROWS[bucket];
  }

  /**
   * The bucket that {@code left} rows of {@code layout} begin with: the smallest that holds them if
   * they come close to filling it, else the largest they fill.
   */
  static int of(int left, ElementLayout layout) {
    int bucket = holding(Math.min(left, MOST), layout);
    boolean nearlyFull = (ROWS[bucket] - left) * SPARE <= ROWS[bucket];
    return ROWS[bucket] <= SMALL || nearlyFull ? bucket : bucket - 1;
  }

  /** The smallest bucket that holds {@code rows} of {@code layout}, at most {@link #MOST}. */
  static int holding(int rows, ElementLayout layout) {
    int bucket = layout.fewestRows();
    while (ROWS[bucket] < rows) {
      bucket++;
    }
    return bucket;
  }

  /** How many rows of memory the products of {@code rows} rows touch. */
  static int roomFor(int rows, ElementLayout layout) {
    int room = 0;
    while (room < rows) {
      room += ROWS[of(rows - room, layout)];
    }
    return room;
  }
}
