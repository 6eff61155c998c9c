package io.corpuscle.jobs.ml;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.jobs.texts.TextColumn;
import io.corpuscle.jobs.texts.TextModel;
import io.corpuscle.jobs.texts.TextReading;
import io.corpuscle.jobs.texts.TextReadings;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task does: reads the texts in the last column of its rows, and puts what was asked for in
 * their place.
 *
 * @param columns what is asked for
 * @param errors whether a column follows that says why a text cannot be read
 */
record ReadPartition(
    TextModel model, List<TextColumn> columns, boolean errors, SerializableConfiguration hadoop)
    implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ReadPartition.class);

  ReadPartition {
    columns = List.copyOf(columns);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    TextReadings<Row> readings =
        new TextReadings<>(model.reader(hadoop.value()), rows, ReadPartition::text);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return readings.hasNext();
      }

      @Override
      public Row next() {
        return row(readings.next());
      }
    };
  }

  private static Optional<byte[]> text(Row row) {
    return Optional.ofNullable(row.getAs(row.size() - 1));
  }

  private Row row(TextReadings.Read<Row> read) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < read.item().size() - 1; i++) {
      values.add(read.item().get(i));
    }
    Optional<String> error = read.reading().flatMap(ReadPartition::error);
    values.add(error.isPresent() ? null : read.reading().map(this::struct).orElse(null));
    if (errors) {
      values.add(error.orElse(null));
    } else {
      error.ifPresent(
          reason -> LOG.warn("A text cannot be read, and its row has null: {}", reason));
    }
    return RowFactory.create(values.toArray());
  }

  private Row struct(TextReading reading) {
    return RowFactory.create(
        columns.stream().map(column -> column.of(reading).orElse(null)).toArray());
  }

  private static Optional<String> error(TextReading reading) {
    return reading
        .fault()
        .map(
            fault ->
                fault instanceof DocumentException known
                    ? known.fault() + ": " + known.getMessage()
                    : String.valueOf(fault));
  }
}
