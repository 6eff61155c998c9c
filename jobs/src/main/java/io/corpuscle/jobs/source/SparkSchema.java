package io.corpuscle.jobs.source;

import io.corpuscle.schemas.Column;
import io.corpuscle.schemas.ColumnType;
import io.corpuscle.schemas.RowValues;
import io.corpuscle.schemas.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Columns as Spark describes them: the meaning is the comment, {@code unit} and {@code kind} are in
 * the metadata, and both stay with the column in Parquet files that Spark writes.
 */
public final class SparkSchema {
  private SparkSchema() {}

  /** The schema of rows that have these columns. */
  public static StructType of(List<Column> columns) {
    return new StructType(columns.stream().map(SparkSchema::field).toArray(StructField[]::new));
  }

  /**
   * The columns of a table that a schema names.
   *
   * @throws OptionException if it names one that the table does not have, or gives it another type
   */
  static List<Column> columns(StructType schema, Table table) {
    return Arrays.stream(schema.fields()).map(field -> column(field, table)).toList();
  }

  private static Column column(StructField field, Table table) {
    Column column =
        table.columns().stream()
            .filter(known -> known.name().equals(field.name()))
            .findFirst()
            .orElseThrow(
                () ->
                    new OptionException(
                        String.format(
                            Locale.ROOT,
                            "The schema has a column '%s', and the table %s has %s. Leave the schema out, or name columns of the table.",
                            field.name(),
                            table,
                            table.columns().stream().map(Column::name).toList())));
    DataType type = type(column.type());
    if (!DataType.equalsIgnoreNullability(type, field.dataType())) {
      throw new OptionException(
          String.format(
              Locale.ROOT,
              "The schema has the column '%s' as %s, and in the table %s it is %s. Leave the schema out, or cast the column in the query.",
              field.name(),
              field.dataType().simpleString(),
              table,
              type.simpleString()));
    }
    return column;
  }

  private static StructField field(Column column) {
    MetadataBuilder metadata =
        new MetadataBuilder()
            .putString("unit", column.unit())
            .putString("kind", column.kind().name().toLowerCase(Locale.ROOT));
    return new StructField(column.name(), type(column.type()), true, metadata.build())
        .withComment(column.meaning());
  }

  /** A row as plain values: what {@link io.corpuscle.schemas.ContentDigest} takes. */
  public static RowValues values(Row row) {
    return column -> {
      int at = row.fieldIndex(column.name());
      if (row.isNullAt(at)) {
        return Optional.empty();
      }
      return Optional.of(column.type().isList() ? row.getList(at) : row.get(at));
    };
  }

  private static DataType type(ColumnType type) {
    return switch (type) {
      case STRING -> DataTypes.StringType;
      case INT -> DataTypes.IntegerType;
      case LONG -> DataTypes.LongType;
      case DOUBLE -> DataTypes.DoubleType;
      case FLOATS -> DataTypes.createArrayType(DataTypes.FloatType, false);
      case LONGS -> DataTypes.createArrayType(DataTypes.LongType, false);
    };
  }
}
