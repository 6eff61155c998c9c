package io.corpuscle.schemas;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table.
 *
 * @param name its name
 * @param kinds which rows of a reading are rows of it
 * @param columns its columns, in order
 */
public record Table(String name, Set<RowKind> kinds, List<Column> columns) {

  public Table {
    kinds = Set.copyOf(kinds);
    columns = List.copyOf(columns);
  }

  /**
   * The column of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Column column(String wanted) {
    return columns.stream()
        .filter(column -> column.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "The table '%s' has no column '%s'. Columns: %s.",
                        name,
                        wanted,
                        columns.stream().map(Column::name).collect(Collectors.joining(", ")))));
  }

  /** A table is known by its name. */
  @Override
  public String toString() {
    return name;
  }
}
