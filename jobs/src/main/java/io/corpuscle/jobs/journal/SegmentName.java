package io.corpuscle.jobs.journal;

/**
 * Whose a segment is.
 *
 * @param scan the scan's id
 * @param task the number of the scan's task
 * @param attempt Spark's id of the attempt, unique among those of an application
 * @param number how many segments the attempt wrote before
 */
record SegmentName(String scan, int task, long attempt, int number) {

  SegmentName next() {
    return new SegmentName(scan, task, attempt, number + 1);
  }

  @Override
  public String toString() {
    return scan + "-" + task + "-" + attempt + "-" + number;
  }
}
