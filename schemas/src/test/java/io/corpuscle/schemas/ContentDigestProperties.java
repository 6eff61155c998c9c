package io.corpuscle.schemas;

import static io.corpuscle.schemas.RowValuesArbitraries.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ContentDigestProperties {

  @Property(tries = 200)
  void neitherOrderNorDivisionMatters(
      @ForAll("windows") List<Map<String, Object>> rows, @ForAll long seed) {
    Random random = new Random(seed);
    List<Map<String, Object>> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, random);
    int cut = random.nextInt(rows.size() + 1);

    ContentDigest parts =
        digest(shuffled.subList(cut, rows.size())).plus(digest(shuffled.subList(0, cut)));

    assertThat(parts).isEqualTo(digest(rows));
    assertThat(parts.hex()).hasSize(64).matches("[0-9a-f]+");
  }

  @Property(tries = 300)
  void everyContentValueCountsAndNoTelemetry(
      @ForAll("window") Map<String, Object> values,
      @ForAll("window") Map<String, Object> others,
      @ForAll("columns") Column column) {
    Map<String, Object> changed = new HashMap<>(values);
    changed.remove(column.name());
    if (others.containsKey(column.name())) {
      changed.put(column.name(), others.get(column.name()));
    }

    boolean same = bits(values.get(column.name())).equals(bits(changed.get(column.name())));

    assertThat(digest(List.of(changed)).equals(digest(List.of(values))))
        .isEqualTo(same || column.kind() == ColumnKind.TELEMETRY);
  }

  @Property(tries = 20)
  void aRowThatIsThereTwiceCountsTwice(@ForAll("window") Map<String, Object> values) {
    assertThat(digest(List.of(values, values))).isNotEqualTo(digest(List.of(values)));
  }

  @Property(tries = 100)
  void everyCountOfAHistogramCounts(@ForAll("histogram") List<Long> counts, @ForAll long other) {
    List<Long> changed = new ArrayList<>(counts);
    changed.set(counts.size() / 2, other);

    assertThat(ofHistogram(changed).equals(ofHistogram(counts))).isEqualTo(changed.equals(counts));
  }

  private static ContentDigest ofHistogram(List<Long> counts) {
    return ContentDigest.ofRow(Tables.SPIKES, row(Map.of("histogram", counts)));
  }

  @Provide
  Arbitrary<List<Long>> histogram() {
    return Arbitraries.longs().list().ofMinSize(1).ofMaxSize(9);
  }

  @Provide
  Arbitrary<Map<String, Object>> window() {
    return RowValuesArbitraries.rows(Tables.WINDOWS);
  }

  @Provide
  Arbitrary<List<Map<String, Object>>> windows() {
    return window().list().ofMaxSize(20);
  }

  @Provide
  Arbitrary<Column> columns() {
    return Arbitraries.of(Tables.WINDOWS.columns());
  }

  private static ContentDigest digest(List<Map<String, Object>> rows) {
    return rows.stream()
        .map(values -> ContentDigest.ofRow(Tables.WINDOWS, row(values)))
        .reduce(ContentDigest.NONE, ContentDigest::plus);
  }

  private static Object bits(Object value) {
    if (value instanceof Double number) {
      return Double.doubleToRawLongBits(number);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(RowValuesArbitraries::bits).toList();
    }
    return String.valueOf(value);
  }
}
