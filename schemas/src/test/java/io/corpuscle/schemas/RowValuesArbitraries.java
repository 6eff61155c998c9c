package io.corpuscle.schemas;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any rows a table can hold, whatever a model might have said. */
final class RowValuesArbitraries {
  private RowValuesArbitraries() {}

  /** Values for some of the table's columns, by name. */
  static Arbitrary<Map<String, Object>> rows(Table table) {
    return Combinators.combine(
            table.columns().stream()
                .map(column -> value(column.type()).optional(0.8).map(v -> entry(column, v)))
                .toList())
        .as(
            entries ->
                entries.stream()
                    .flatMap(Optional::stream)
                    .collect(
                        java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  static RowValues row(Map<String, Object> values) {
    return column -> Optional.ofNullable(values.get(column.name()));
  }

  /** An element of a list: a float by its bits, for equal floats need not be the same. */
  static Object bits(Object element) {
    return element instanceof Float number ? Float.floatToRawIntBits(number) : element;
  }

  private static Optional<Map.Entry<String, Object>> entry(Column column, Optional<?> value) {
    return value.map(v -> Map.entry(column.name(), v));
  }

  private static Arbitrary<?> value(ColumnType type) {
    return switch (type) {
      case STRING -> Arbitraries.strings().ofMaxLength(20).filter(s -> !s.contains("\ud800"));
      case INT -> Arbitraries.integers();
      case LONG -> Arbitraries.longs();
      case DOUBLE -> Arbitraries.longs().map(Double::longBitsToDouble);
      case FLOATS ->
          Arbitraries.integers().map(Float::intBitsToFloat).list().ofMaxSize(9).map(List::copyOf);
      case LONGS -> Arbitraries.longs().list().ofMaxSize(9).map(List::copyOf);
    };
  }
}
