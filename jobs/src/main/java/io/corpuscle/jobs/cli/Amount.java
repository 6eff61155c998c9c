package io.corpuscle.jobs.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Amount {
  private static final String[] UNITS = {"bytes", "KB", "MB", "GB", "TB"};
  private static final double STEP = 1000;

  private Amount() {}

  /** Such as {@code 53.1 MB}. */
  static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= STEP && unit < UNITS.length - 1) {
      value /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }

  /** Such as {@code 1 h 05 min}, {@code 2 min 09 s}, {@code 12 s}. */
  static String time(Duration duration) {
    long seconds = Math.round(duration.toMillis() / 1000.0);
    if (seconds >= 3600) {
      return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
    }
    return seconds >= 60
        ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
        : seconds + " s";
  }
}
