package io.corpuscle.schemas;

import java.util.List;
import java.util.Optional;

/**
 * A row that was read before and written down: the values of the columns that were asked for then.
 *
 * @param kind what it speaks of
 * @param docId the document's id
 * @param uri the file it is in
 * @param columns which columns it has values of
 * @param values theirs, in the same order, each empty or of the class its column's type names
 */
public record StoredRow(
    RowKind kind, String docId, String uri, List<Column> columns, List<Optional<?>> values)
    implements ReadingRow {

  public StoredRow {
    columns = List.copyOf(columns);
    values = List.copyOf(values);
  }

  @Override
  public Optional<?> value(Column column) {
    int at = columns.indexOf(column);
    if (at < 0) {
      throw new IllegalArgumentException(
          "The row was stored without the column '" + column + "'; it has " + columns);
    }
    return values.get(at);
  }

  @Override
  public long tokens() {
    return kind == RowKind.WINDOW ? number("token_end") - number("token_start") : 0;
  }

  @Override
  public boolean failed() {
    return kind == RowKind.DOCUMENT && named("error_code").isPresent();
  }

  private long number(String column) {
    return named(column).map(Long.class::cast).orElse(0L);
  }

  private Optional<?> named(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return values.get(i);
      }
    }
    return Optional.empty();
  }
}
