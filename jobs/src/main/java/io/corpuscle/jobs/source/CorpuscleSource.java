package io.corpuscle.jobs.source;

import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * {@code spark.read().format("corpuscle").option("model", "text").load("s3a://lake/contracts")}, or
 * in SQL {@code CREATE TABLE contracts USING corpuscle OPTIONS (path 's3a://lake/contracts', model
 * 'text')}. {@link ReadOptions} says which options there are.
 */
public final class CorpuscleSource implements TableProvider, DataSourceRegister {
  /** The name of the format. */
  public static final String NAME = "corpuscle";

  @Override
  public String shortName() {
    return NAME;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return SparkSchema.of(options(options.asCaseSensitiveMap()).table().columns());
  }

  /** Of the columns a table has, those that are named; a catalog names the ones it knows. */
  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    Map<String, String> given = CatalogOptions.among(properties);
    ReadOptions options = ReadOptions.parse(given);
    return new CorpuscleTable(given, options, SparkSchema.columns(schema, options.table()));
  }

  /**
   * Otherwise a catalog would not look at the options when a table is created, and could not drop
   * one whose options do not fit.
   */
  @Override
  public boolean supportsExternalMetadata() {
    return true;
  }

  private static ReadOptions options(Map<String, String> given) {
    return ReadOptions.parse(CatalogOptions.among(given));
  }
}
