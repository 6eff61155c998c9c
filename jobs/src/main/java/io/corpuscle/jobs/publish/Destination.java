package io.corpuscle.jobs.publish;

import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * Where runs are published.
 *
 * @param format what the tables are kept in
 * @param to the tables' namespace, such as {@code lake.legal}, or the folder they lie in; a folder
 *     for Parquet, a namespace for Iceberg, either for Delta
 * @param branch of Iceberg tables: the branch that rows are written to and looked at again before
 *     {@code main} has them
 */
public record Destination(TableFormat format, String to, Optional<String> branch) {

  private static final String NAMES = "\\w+(\\.\\w+)*";

  /**
   * Refuses what does not fit together.
   *
   * @throws IllegalArgumentException if it does not
   */
  public Destination {
    boolean folder = isFolder(to);
    if (folder) {
      requirePath(to);
    }
    if (format == TableFormat.PARQUET && !folder) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "publish.to is '%s' and publish.format is parquet, whose tables are folders. Write a path, such as ./%s.",
              to,
              to));
    }
    if (format == TableFormat.ICEBERG && folder) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "publish.to is '%s' and publish.format is iceberg, whose tables are named. Write a namespace of one of Spark's catalogs, such as lake.legal.",
              to));
    }
    if (format != TableFormat.PARQUET && !folder && !to.matches(NAMES)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "publish.to is '%s', and a namespace is names of letters, digits and _ with points between them, such as lake.legal.",
              to));
    }
    branch.ifPresent(name -> requireBranch(format, to, name));
  }

  private static void requirePath(String to) {
    try {
      new Path(to);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "publish.to is '" + to + "', which is no path: " + e.getMessage(), e);
    }
  }

  private static void requireBranch(TableFormat format, String to, String branch) {
    if (format != TableFormat.ICEBERG) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "publish.branch is '%s' and publish.format is %s; only Iceberg tables have branches. Leave it out.",
              branch,
              format));
    }
    if (!branch.matches("\\w+") || branch.equals("main")) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "publish.branch is '%s', and must be letters, digits and _, and another than main, which readers see.",
              branch));
    }
    if (!to.contains(".")) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "publish.to is '%s' and publish.branch is '%s', which wants to know the catalog too. Write it, such as lake.%s.",
              to,
              branch,
              to));
    }
  }

  private static boolean isFolder(String to) {
    return to.contains("/") || to.contains(":");
  }

  /** Whether the tables lie in a folder, and have no names of their own. */
  boolean isFolder() {
    return isFolder(to);
  }

  /** Key by key, as a configuration has it. */
  public SortedMap<String, Object> toMap() {
    SortedMap<String, Object> map = new TreeMap<>();
    map.put("format", format.toString());
    map.put("to", to);
    branch.ifPresent(name -> map.put("branch", name));
    return map;
  }

  @Override
  public String toString() {
    return format + " tables in " + to;
  }
}
