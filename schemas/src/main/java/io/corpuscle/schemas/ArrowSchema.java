package io.corpuscle.schemas;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Columns as Arrow describes them; a field's metadata holds {@code meaning, unit, kind}. */
public final class ArrowSchema {
  private static final ArrowType INT64 = new ArrowType.Int(64, true);
  private static final ArrowType FLOAT32 =
      new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
  private static final ArrowType FLOAT64 =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);

  private ArrowSchema() {}

  /** The schema of rows that have these columns. */
  public static Schema of(List<Column> columns) {
    return new Schema(columns.stream().map(ArrowSchema::field).toList());
  }

  static Field field(Column column) {
    Map<String, String> metadata =
        Map.of(
            "meaning", column.meaning(),
            "unit", column.unit(),
            "kind", column.kind().name().toLowerCase(Locale.ROOT));
    FieldType type = new FieldType(true, type(column.type()), null, metadata);
    return new Field(column.name(), type, elements(column.type()));
  }

  private static ArrowType type(ColumnType type) {
    return switch (type) {
      case STRING -> ArrowType.Utf8.INSTANCE;
      case INT -> new ArrowType.Int(32, true);
      case LONG -> INT64;
      case DOUBLE -> FLOAT64;
      case FLOATS, LONGS -> ArrowType.List.INSTANCE;
    };
  }

  private static List<Field> elements(ColumnType type) {
    return switch (type) {
      case FLOATS -> List.of(element(FLOAT32));
      case LONGS -> List.of(element(INT64));
      case STRING, INT, LONG, DOUBLE -> List.of();
    };
  }

  private static Field element(ArrowType type) {
    return new Field(ListVector.DATA_VECTOR_NAME, FieldType.notNullable(type), List.of());
  }
}
