package io.corpuscle.jobs.cli;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * Where a command speaks.
 *
 * @param out results
 * @param err everything else
 * @param terminal whether {@code err} is a terminal, where a line can be written anew
 */
record Console(PrintWriter out, PrintWriter err, boolean terminal) {

  /** A line of the result. */
  void print(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }

  /** A line of the result that is not a format. */
  void line(String text) {
    out.println(text);
  }

  /** One line about how it goes. */
  void say(String message) {
    err.println("corpuscle: " + message);
  }
}
