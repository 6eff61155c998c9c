package io.corpuscle.schemas;

import io.corpuscle.engine.reading.Measure;
import java.util.Optional;
import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param name its name
 * @param type its type
 * @param unit what its numbers count, {@code none} if it has no numbers or they have no unit
 * @param meaning what a value says, in a sentence
 * @param kind whether runs are compared by it
 * @param measure what has to be measured to fill it, if anything
 * @param source takes the value from a row of a reading
 */
public record Column(
    String name,
    ColumnType type,
    String unit,
    String meaning,
    ColumnKind kind,
    Optional<Measure> measure,
    Function<ReadingRow, Optional<?>> source) {

  /** A column of content that needs no measuring. */
  static Column content(
      String name,
      ColumnType type,
      String unit,
      String meaning,
      Function<ReadingRow, Optional<?>> source) {
    return new Column(name, type, unit, meaning, ColumnKind.CONTENT, Optional.empty(), source);
  }

  /** A column of telemetry. */
  static Column telemetry(
      String name,
      ColumnType type,
      String unit,
      String meaning,
      Function<ReadingRow, Optional<?>> source) {
    return new Column(name, type, unit, meaning, ColumnKind.TELEMETRY, Optional.empty(), source);
  }

  /** A column of content that is empty unless {@code measure} is asked for. */
  static Column measured(
      String name,
      ColumnType type,
      String unit,
      String meaning,
      Measure measure,
      Function<ReadingRow, Optional<?>> source) {
    return new Column(name, type, unit, meaning, ColumnKind.CONTENT, Optional.of(measure), source);
  }

  /** A column is known by its name. */
  @Override
  public String toString() {
    return name;
  }
}
