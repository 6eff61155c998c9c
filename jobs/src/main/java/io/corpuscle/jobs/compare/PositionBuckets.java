package io.corpuscle.jobs.compare;

import io.corpuscle.engine.reading.WindowResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds up bits by where in their documents the bytes stand: the first {@value #FIRST}, as many
 * again, twice as many, and so on. The bits of a window are spread evenly over its bytes, so that
 * one which lies across an edge counts on both sides of it; the smaller the windows, the less of
 * that there is.
 */
public final class PositionBuckets {
  /** Bytes in the first bucket and in the second. */
  public static final long FIRST = 1024;

  private final List<Long> bytes = new ArrayList<>();
  private final List<Double> bits = new ArrayList<>();

  /** Adds a window, which has its bits. */
  public void add(WindowResult window) {
    double all = window.bits().orElseThrow();
    if (window.bytes() == 0) {
      // A token without text belongs to the byte before it.
      add(bucketOf(Math.max(0, window.byteStart() - 1)), 0, all);
      return;
    }
    for (long at = window.byteStart(); at < window.byteEnd(); ) {
      int bucket = bucketOf(at);
      long end = Math.min(window.byteEnd(), end(bucket));
      add(bucket, end - at, all * (end - at) / window.bytes());
      at = end;
    }
  }

  private void add(int bucket, long moreBytes, double moreBits) {
    while (bytes.size() <= bucket) {
      bytes.add(0L);
      bits.add(0.0);
    }
    bytes.set(bucket, bytes.get(bucket) + moreBytes);
    bits.set(bucket, bits.get(bucket) + moreBits);
  }

  private static int bucketOf(long position) {
    return Long.SIZE - Long.numberOfLeadingZeros(position / FIRST);
  }

  private static long end(int bucket) {
    return FIRST << bucket;
  }

  /** What was added, by position, without those in which nothing was read. */
  public List<PositionBucket> buckets() {
    List<PositionBucket> buckets = new ArrayList<>();
    for (int n = 0; n < bytes.size(); n++) {
      if (bytes.get(n) > 0) {
        long from = n == 0 ? 0 : end(n - 1);
        buckets.add(new PositionBucket(from, end(n), bytes.get(n), bits.get(n)));
      }
    }
    return buckets;
  }
}
