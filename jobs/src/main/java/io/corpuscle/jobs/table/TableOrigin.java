package io.corpuscle.jobs.table;

import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Where rows come from. */
public sealed interface TableOrigin {

  /** What rows of {@code windows} and {@code documents} call it: their {@code uri}. */
  String name();

  /** The key of the configuration that names it. */
  String key();

  /**
   * Asks Spark for it; nothing is read yet.
   *
   * @param options of its reader
   */
  Dataset<Row> open(SparkSession spark, Map<String, String> options);

  /**
   * A table or view of any catalog.
   *
   * @param name as SQL names it
   */
  record Named(String name) implements TableOrigin {
    @Override
    public String key() {
      return "table";
    }

    @Override
    public Dataset<Row> open(SparkSession spark, Map<String, String> options) {
      return spark.read().options(options).table(name);
    }
  }

  /**
   * What a data source has at a path.
   *
   * @param format the data source: {@code parquet}, {@code delta}, {@code iceberg} ...
   */
  record AtPath(String format, String path) implements TableOrigin {
    @Override
    public String name() {
      return format + " " + path;
    }

    @Override
    public String key() {
      return "path";
    }

    @Override
    public Dataset<Row> open(SparkSession spark, Map<String, String> options) {
      return spark.read().format(format).options(options).load(path);
    }
  }

  /**
   * The rows of a query; it has no options.
   *
   * @param sql for Spark
   */
  record Query(String sql) implements TableOrigin {
    @Override
    public String name() {
      return "query";
    }

    @Override
    public String key() {
      return "query";
    }

    @Override
    public Dataset<Row> open(SparkSession spark, Map<String, String> options) {
      return spark.sql(sql);
    }
  }
}
