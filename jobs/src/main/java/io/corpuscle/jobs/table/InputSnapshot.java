package io.corpuscle.jobs.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which snapshot of a table a reader sees: of Iceberg the snapshot's id, of Delta the version. */
public final class InputSnapshot {
  private static final Logger LOG = LoggerFactory.getLogger(InputSnapshot.class);

  /** Options that name a snapshot, of Delta and Iceberg. */
  private static final List<String> NAMING =
      List.of("versionAsOf", "endingVersion", "snapshot-id", "end-snapshot-id");

  /** Options that mean one without naming it. */
  private static final List<String> MEANING =
      List.of(
          "timestampAsOf", "endingTimestamp", "as-of-timestamp", "end-timestamp", "branch", "tag");

  private InputSnapshot() {}

  /** The snapshot that would be read now; empty if there is none, or it cannot be known. */
  public static Optional<String> of(TableSource source, SparkSession spark) {
    Map<String, String> options = new CaseInsensitiveStringMap(source.options());
    Optional<String> named =
        NAMING.stream().filter(options::containsKey).map(options::get).findFirst();
    if (named.isPresent() || MEANING.stream().anyMatch(options::containsKey)) {
      return named;
    }
    return queries(source.origin(), spark)
        .map(InputSnapshot::first)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Stream<Supplier<Dataset<Row>>> queries(TableOrigin origin, SparkSession spark) {
    if (origin instanceof TableOrigin.Named table) {
      return Stream.of(
          () -> TableVersion.ofIceberg(spark.read().table(table.name() + ".refs")),
          () -> TableVersion.ofDelta(spark, table.name()));
    }
    if (origin instanceof TableOrigin.AtPath path) {
      return switch (path.format()) {
        case "iceberg" ->
            Stream.of(
                () ->
                    TableVersion.ofIceberg(
                        spark.read().format("iceberg").load(path.path() + "#refs")));
        case "delta" ->
            Stream.of(() -> TableVersion.ofDelta(spark, TableFolder.ofDelta(spark, path.path())));
        default -> Stream.empty();
      };
    }
    return Stream.empty();
  }

  private static Optional<String> first(Supplier<Dataset<Row>> query) {
    try {
      return query.get().takeAsList(1).stream().map(row -> row.getString(0)).findFirst();
    } catch (Exception e) { // Spark throws checked ones that it does not declare
      LOG.debug("It is no such table", e);
      return Optional.empty();
    }
  }
}
