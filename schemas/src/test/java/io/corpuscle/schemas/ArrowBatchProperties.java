package io.corpuscle.schemas;

import static io.corpuscle.schemas.RowValuesArbitraries.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;

class ArrowBatchProperties {

  @Property(tries = 200)
  void rowsGoToArrowAndBack(@ForAll("readings") List<Map<String, Object>> rows) {
    try (RootAllocator allocator = new RootAllocator();
        ArrowBatch batch = new ArrowBatch(Tables.SPIKING_READING.columns(), allocator)) {
      rows.forEach(values -> batch.add(row(values)));

      requireHolds(batch, rows);
    }
  }

  @Property(tries = 50)
  void aBatchThatWasClearedIsAsANewOne(
      @ForAll("readings") List<Map<String, Object>> earlier,
      @ForAll("readings") List<Map<String, Object>> rows) {
    try (RootAllocator allocator = new RootAllocator();
        ArrowBatch batch = new ArrowBatch(Tables.SPIKING_READING.columns(), allocator);
        ArrowBatch fresh = new ArrowBatch(Tables.SPIKING_READING.columns(), allocator)) {
      earlier.forEach(values -> batch.add(row(values)));
      batch.vectors();

      batch.clear();

      assertThat(batch.bytes()).isZero();
      rows.forEach(values -> batch.add(row(values)));
      rows.forEach(values -> fresh.add(row(values)));
      requireHolds(batch, rows);
      assertThat(batch.bytes()).isEqualTo(fresh.bytes());
    }
  }

  @Property(tries = 50)
  void onlyColumnsAskedForAreTaken(
      @ForAll("readings") List<Map<String, Object>> rows, @ForAll("columns") List<Column> asked) {
    try (RootAllocator allocator = new RootAllocator();
        ArrowBatch batch = new ArrowBatch(asked, allocator)) {
      for (Map<String, Object> values : rows) {
        batch.add(
            column -> {
              assertThat(asked).contains(column);
              return row(values).value(column);
            });
      }

      assertThat(batch.vectors())
          .extracting(FieldVector::getName)
          .isEqualTo(asked.stream().map(Column::name).toList());
      assertThat(batch.rows()).isEqualTo(rows.size());
    }
  }

  private static void requireHolds(ArrowBatch batch, List<Map<String, Object>> rows) {
    List<FieldVector> vectors = batch.vectors();
    assertThat(batch.rows()).isEqualTo(rows.size());
    for (int c = 0; c < vectors.size(); c++) {
      Column column = Tables.SPIKING_READING.columns().get(c);
      assertThat(vectors.get(c).getField()).isEqualTo(ArrowSchema.field(column));
      assertThat(vectors.get(c).getValueCount()).isEqualTo(rows.size());
      for (int r = 0; r < rows.size(); r++) {
        assertThat(bits(plain(vectors.get(c).getObject(r))))
            .isEqualTo(bits(Optional.ofNullable(rows.get(r).get(column.name()))));
      }
    }
  }

  @Provide
  Arbitrary<List<Map<String, Object>>> readings() {
    return RowValuesArbitraries.rows(Tables.SPIKING_READING).list().ofMaxSize(20);
  }

  @Provide
  Arbitrary<List<Column>> columns() {
    return Arbitraries.of(Tables.SPIKING_READING.columns()).list().uniqueElements().ofMaxSize(5);
  }

  /** What Arrow returns, as a plain value. */
  private static Optional<?> plain(Object arrow) {
    return Optional.ofNullable(
        arrow instanceof org.apache.arrow.vector.util.Text text ? text.toString() : arrow);
  }

  /** Floats by their bits: equal only if nothing was rounded and no sign lost. */
  private static Object bits(Optional<?> value) {
    if (value.isPresent() && value.get() instanceof Double number) {
      return Double.doubleToRawLongBits(number);
    }
    if (value.isPresent() && value.get() instanceof List<?> list) {
      return list.stream().map(RowValuesArbitraries::bits).toList();
    }
    return value;
  }
}
