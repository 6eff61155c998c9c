package io.corpuscle.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import io.corpuscle.engine.reading.Content;
import io.corpuscle.jobs.ConfigException;
import io.corpuscle.jobs.Nearest;
import io.corpuscle.jobs.corpus.DeclaredEncoding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of a source, each with its id, its body and its metadata under the names here. All that
 * can be wrong with the source is known once this is made; no row has been read by then.
 */
public final class SourceRows {
  static final String ID = "id";
  static final String BODY = "body";
  static final String METADATA = "metadata";

  /** How the body of a text column comes. */
  enum Body {
    /** UTF-8, whatever {@code encoding} says. */
    STRING,
    /** Bytes in some encoding. */
    BINARY,
    /** Ids. */
    TOKENS
  }

  private final TableSource source;
  private final Dataset<Row> all;
  private final Body body;

  private SourceRows(TableSource source, Dataset<Row> all, Body body) {
    this.source = source;
    this.all = all;
    this.body = body;
  }

  /**
   * Finds a source.
   *
   * @throws ConfigException if there is no such table, or no such column in it, or a column's type
   *     does not fit; if a query or condition is not understood
   */
  public static SourceRows of(TableSource source, SparkSession spark) {
    TableOrigin origin = source.origin();
    Dataset<Row> table =
        asked("source." + origin.key(), source, () -> origin.open(spark, source.options()));
    Dataset<Row> rows =
        source
            .where()
            .map(where -> asked("source.where", source, () -> table.where(where)))
            .orElse(table);
    requireText(source, type(source, "id", source.id(), rows));
    source.metadata().forEach(column -> type(source, "metadata", column, rows));
    return new SourceRows(source, rows, body(source, rows));
  }

  private static Dataset<Row> asked(String key, TableSource source, Supplier<Dataset<Row>> open) {
    try {
      return open.get();
    } catch (Exception e) { // Spark throws checked ones that it does not declare
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "'%s' of %s cannot be read: %s Check it, and that the session knows its catalog.",
              key,
              source.name(),
              reason),
          e);
    }
  }

  private static DataType type(TableSource source, String key, String column, Dataset<Row> rows) {
    try {
      return rows.select(rows.col(column)).schema().fields()[0].dataType();
    } catch (Exception e) { // Spark throws checked ones that it does not declare
      List<String> columns = List.of(rows.columns());
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "'source.%s' is '%s', and %s has no such column. The nearest is '%s'; all are %s.",
              key,
              column,
              source.name(),
              columns.isEmpty() ? "" : Nearest.to(column, columns),
              String.join(", ", columns)),
          e);
    }
  }

  private static void requireText(TableSource source, DataType type) {
    if (type instanceof ArrayType || type instanceof MapType || type instanceof StructType) {
      throw wrongType(source, "id", source.id(), type, "a type that can be a name");
    }
  }

  private static Body body(TableSource source, Dataset<Row> rows) {
    boolean text = source.content() == Content.TEXT;
    DataType type = type(source, text ? "text" : "tokens", source.body(), rows);
    if (text && type instanceof StringType) {
      return Body.STRING;
    }
    if (text && type instanceof BinaryType) {
      return Body.BINARY;
    }
    if (!text && type instanceof ArrayType array && isId(array.elementType())) {
      return Body.TOKENS;
    }
    throw text
        ? wrongType(source, "text", source.body(), type, "string or binary")
        : wrongType(source, "tokens", source.body(), type, "array<int>");
  }

  private static boolean isId(DataType type) {
    return type instanceof IntegerType || type instanceof ShortType || type instanceof ByteType;
  }

  private static ConfigException wrongType(
      TableSource source, String key, String column, DataType type, String wanted) {
    return new ConfigException(
        String.format(
            Locale.ROOT,
            "'source.%s' is '%s', which in %s is %s and must be %s. Name another column, or cast it in a query.",
            key,
            column,
            source.name(),
            type.simpleString(),
            wanted));
  }

  /** The table that the rows are of. */
  TableSource source() {
    return source;
  }

  Body body() {
    return body;
  }

  /** The rows: {@link #ID}, {@link #BODY} and {@link #METADATA}, no other column is read. */
  public Dataset<Row> rows() {
    Column content = all.col(source.body());
    // A string of a table need not be valid UTF-8: as bytes it is seen by who reads it.
    Column bytes = body == Body.STRING ? content.cast("binary") : content;
    Column beside =
        source.metadata().isEmpty()
            ? lit(null).cast("string")
            : to_json(
                struct(
                    source.metadata().stream()
                        .map(name -> all.col(name).as(name))
                        .toArray(Column[]::new)));
    return all.select(
        all.col(source.id()).cast("string").as(ID), bytes.as(BODY), beside.as(METADATA));
  }

  /**
   * The content of the one row with an id, as it is now; empty if there is none, or more than one.
   *
   * @param encoding what bytes are in that say nothing
   * @throws io.corpuscle.engine.text.DocumentException if it has no content that can be read
   */
  public Optional<byte[]> content(String id, DeclaredEncoding encoding) {
    List<Row> found = rows().where(col(ID).equalTo(id)).select(BODY).takeAsList(2);
    return found.size() == 1
        ? Optional.of(RowBody.of(found.get(0).get(0), body, encoding).bytes())
        : Optional.empty();
  }
}
