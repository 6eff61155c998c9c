package io.corpuscle.bench.table;

import java.util.Locale;

/** What a program prints. */
final class Report {
  private Report() {}

  /** A line. */
  @AllowedCall(why = "these programs print what they measured")
  static void line(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
    System.out.flush();
  }

  /**
   * The line that counts: a ratio that is to be at least as large as its target.
   *
   * @param what the row of the table
   */
  static void atLeast(String what, double ratio, double target) {
    verdict(what, ratio, "at least", target, ratio >= target);
  }

  /** As {@link #atLeast}, of a value that is to be at most as large as its target. */
  static void atMost(String what, double value, double target) {
    verdict(what, value, "at most", target, value <= target);
  }

  private static void verdict(
      String what, double value, String relation, double target, boolean reached) {
    line(
        "%-60s %8.3f  (%s %.3f: %s)",
        what, value, relation, target, reached ? "reached" : "NOT REACHED");
  }
}
