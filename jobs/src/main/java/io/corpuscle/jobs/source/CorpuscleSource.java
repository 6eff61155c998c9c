package io.corpuscle.jobs.source;

import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * {@code spark.read().format("corpuscle").option("model", "text").load("s3a://lake/contracts")}.
 * {@link ReadOptions} says which options there are.
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
    return SparkSchema.of(ReadOptions.parse(options).table().columns());
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new CorpuscleTable(ReadOptions.parse(properties));
  }
}
