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

  /** A column is known by its name. */
  @Override
  public String toString() {
    return name;
  }
}
