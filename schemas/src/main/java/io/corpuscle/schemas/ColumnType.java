package io.corpuscle.schemas;

/** The type of a column, and the Java values its rows hold. Any column may be without a value. */
public enum ColumnType {
  /** {@link String}. */
  STRING,
  /** {@link Integer}. */
  INT,
  /** {@link Long}. */
  LONG,
  /** {@link Double}. */
  DOUBLE,
  /** {@code List<Float>}. */
  FLOATS,
  /** {@code List<Long>}. */
  LONGS;

  /** Whether its values are lists. */
  public boolean isList() {
    return this == FLOATS || this == LONGS;
  }
}
