package io.corpuscle.jobs.sql;

import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.jobs.texts.TextModel;
import io.corpuscle.jobs.texts.TextReading;
import io.corpuscle.jobs.texts.TextReadings;
import java.util.Locale;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A function of a text, with the model it asks. Two are equal if they give the same of every text,
 * so that Spark knows an expression again that a query has twice.
 */
final class BoundText implements ScalarFunction<Object> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(BoundText.class);

  private final TextFunction function;
  private final TextModel model;
  private final SerializableConfiguration hadoop;

  /** Made where it is used. Spark may evaluate an expression of a task in several threads. */
  private transient @Nullable DocumentReader reader;

  BoundText(TextFunction function, TextModel model, SerializableConfiguration hadoop) {
    this.function = function;
    this.model = model;
    this.hadoop = hadoop;
  }

  @Override
  public String name() {
    return function.sqlName();
  }

  @Override
  public String canonicalName() {
    return String.format(
        Locale.ROOT,
        "io.corpuscle.%s(%s, %s)",
        function.sqlName(),
        model.model().fingerprint(),
        model.engine());
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {DataTypes.StringType};
  }

  @Override
  public DataType resultType() {
    return function.column().type();
  }

  @Override
  public @Nullable Object produceResult(InternalRow arguments) {
    if (arguments.isNullAt(0)) {
      return null;
    }
    TextReading reading = read(arguments.getUTF8String(0).getBytes());
    if (reading.fault().isPresent()) {
      LOG.warn("{} has null for a text: {}", name(), reading.fault().get().getMessage());
      return null;
    }
    return function.column().of(reading).map(BoundText::internal).orElse(null);
  }

  private synchronized TextReading read(byte[] text) {
    if (reader == null) {
      reader = model.reader(hadoop.value());
    }
    return TextReadings.of(reader, text);
  }

  private static Object internal(Object value) {
    return value instanceof float[] floats ? UnsafeArrayData.fromPrimitiveArray(floats) : value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BoundText bound
        && bound.function == function
        && bound.model.equals(model);
  }

  @Override
  public int hashCode() {
    return Objects.hash(function, model);
  }
}
