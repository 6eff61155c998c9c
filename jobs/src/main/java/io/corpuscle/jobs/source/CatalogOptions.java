package io.corpuscle.jobs.source;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.TableCatalog;

/**
 * The options of a table that Spark's session catalog knows: {@code CREATE TABLE … USING corpuscle
 * OPTIONS (…)}. The catalog hands them over among properties of its own and of the user's, each
 * option a second time as {@code option.<key>}, and {@code path} as the table's location.
 */
final class CatalogOptions {
  private static final String PATH = "path";

  private CatalogOptions() {}

  /** The options among what Spark hands over: all of it, unless it is from a catalog. */
  static Map<String, String> among(Map<String, String> given) {
    if (!given.containsKey(TableCatalog.PROP_PROVIDER)) {
      return given;
    }
    Map<String, String> options = new HashMap<>();
    given.forEach(
        (key, value) -> {
          if (key.startsWith(TableCatalog.OPTION_PREFIX)) {
            options.put(key.substring(TableCatalog.OPTION_PREFIX.length()), value);
          } else if (key.equals(TableCatalog.PROP_LOCATION)) {
            options.put(PATH, value);
          }
        });
    return options;
  }
}
