package io.corpuscle.schemas;

import java.util.Optional;

/** A row as plain Java values, wherever it comes from. */
@FunctionalInterface
public interface RowValues {

  /** The row's value in a column, of the class that {@link Column#type} names; empty if none. */
  Optional<?> value(Column column);
}
