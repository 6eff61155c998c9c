package io.corpuscle.jobs.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.corpuscle.jobs.table.TableVersion;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Iceberg tables of a namespace. With a branch, rows are written there, beginning from what {@code
 * main} has, and {@code main} is moved on to them when they are released: write, audit, publish. A
 * branch that was not released is begun anew.
 */
final class IcebergTables implements LakeTables {
  private static final String FORMAT = "iceberg";
  private static final String MAIN = "main";
  private static final int ROW_GROUP_BYTES = 32 << 20;

  private final SparkSession spark;
  private final String namespace;
  private final Optional<String> branch;

  IcebergTables(SparkSession spark, String namespace, Optional<String> branch) {
    this.spark = spark;
    this.namespace = namespace;
    this.branch = branch;
  }

  @Override
  public void requireUsable() {
    String catalog = namespace.split("\\.", 2)[0];
    try {
      spark.sql("CREATE NAMESPACE IF NOT EXISTS " + namespace);
    } catch (Exception e) { // Spark throws checked ones that it does not declare
      throw new PublishException(
          String.format(
              Locale.ROOT,
              "publish.to is '%s', and Spark cannot use that as a namespace: %s. Tell it the catalog: --conf spark.sql.catalog.%s=org.apache.iceberg.spark.SparkCatalog, its type and warehouse, and --packages with Iceberg's runtime for this Spark.",
              namespace,
              firstLine(e),
              catalog),
          e);
    }
    String extensions = spark.conf().get("spark.sql.extensions", "");
    if (branch.isPresent() && !extensions.contains("IcebergSparkSessionExtensions")) {
      throw new PublishException(
          String.format(
              Locale.ROOT,
              "publish.branch is '%s', and spark.sql.extensions is '%s'. Branches want org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions there.",
              branch.get(),
              extensions));
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public String name(String table) {
    return namespace + "." + table;
  }

  /** The table, or its branch, for writing. */
  private String target(String table) {
    return branch.map(b -> name(table) + ".branch_" + b).orElse(name(table));
  }

  @Override
  public Optional<Dataset<Row>> published(String table) {
    return rows(name(table), table);
  }

  @Override
  public Optional<Dataset<Row>> written(String table) {
    return rows(target(table), table);
  }

  private Optional<Dataset<Row>> rows(String target, String table) {
    return spark.catalog().tableExists(name(table))
        ? Optional.of(spark.table(target))
        : Optional.empty();
  }

  @Override
  public void append(RunRows rows) {
    begin(rows);
    boolean there =
        published(rows.table())
            .map(all -> !all.where(col(RunRows.RUN).equalTo(rows.run())).isEmpty())
            .orElse(false);
    if (!there) {
      commit(rows, DataFrameWriterV2::append);
    }
  }

  @Override
  public void replace(RunRows rows) {
    begin(rows);
    commit(rows, writer -> writer.overwrite(lit(true)));
  }

  @Override
  public boolean merges() {
    return true;
  }

  @Override
  public void merge(RunRows changes, List<String> keys) {
    branch.ifPresent(b -> begin(name(changes.table()), b));
    RowMerge.into(target(changes.table()), changes, keys);
  }

  /** Sees to it that the table is there, and its branch as {@code main} is. */
  private void begin(RunRows rows) {
    String table = name(rows.table());
    if (!spark.catalog().tableExists(table)) {
      StructType schema = nullable(rows.rows().schema());
      spark.catalog().createTable(table, FORMAT, schema, properties(schema));
    }
    branch.ifPresent(b -> begin(table, b));
  }

  /** As long as {@code main} has nothing, a branch can be created and not replaced. */
  private void begin(String table, String name) {
    if (head(table).isEmpty()) {
      spark.sql("ALTER TABLE " + table + " DROP BRANCH IF EXISTS " + name);
    }
    spark.sql("ALTER TABLE " + table + " CREATE OR REPLACE BRANCH " + name);
  }

  /** As Spark takes columns for that it reads again. */
  private static StructType nullable(StructType schema) {
    return new StructType(
        Arrays.stream(schema.fields())
            .map(field -> new StructField(field.name(), field.dataType(), true, field.metadata()))
            .toArray(StructField[]::new));
  }

  /** For people who search: a look-up by document reads few pages, and vectors have no bounds. */
  private static Map<String, String> properties(StructType schema) {
    Map<String, String> properties = new HashMap<>();
    properties.put("format-version", "2");
    properties.put("write.parquet.compression-codec", "zstd");
    properties.put("write.parquet.row-group-size-bytes", Integer.toString(ROW_GROUP_BYTES));
    List<String> columns = Arrays.asList(schema.fieldNames());
    if (columns.contains("doc_id")) {
      properties.put("write.parquet.bloom-filter-enabled.column.doc_id", "true");
    }
    if (columns.contains("embedding")) {
      properties.put("write.metadata.metrics.column.embedding", "none");
    }
    return properties;
  }

  private interface Write {
    void by(DataFrameWriterV2<Row> writer) throws NoSuchTableException;
  }

  private void commit(RunRows rows, Write write) {
    try {
      write.by(
          rows.rows()
              .writeTo(target(rows.table()))
              .option("snapshot-property.corpuscle.run", rows.run()));
    } catch (NoSuchTableException e) {
      throw new PublishException(
          target(rows.table()) + " was removed while run " + rows.run() + " was written to it.", e);
    }
  }

  @Override
  public void release(String table) {
    branch.ifPresent(
        b ->
            spark.sql(
                String.format(
                    Locale.ROOT,
                    "CALL %s.system.fast_forward('%s', '%s', '%s')",
                    namespace.split("\\.", 2)[0],
                    name(table).split("\\.", 2)[1],
                    MAIN,
                    b)));
  }

  @Override
  public Optional<String> version(String table) {
    return head(name(table));
  }

  /** The snapshot that {@code main} is at, if it is at any. */
  private Optional<String> head(String table) {
    return TableVersion.ofIceberg(spark.table(table + ".refs")).collectAsList().stream()
        .map(row -> row.getString(0))
        .findFirst();
  }
}
