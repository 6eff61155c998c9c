package io.corpuscle.jobs.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class DifferingValuesTest {
  private final DifferingValues differing = new DifferingValues();

  /** Parquet's writer makes all NaN one; other writers need not. */
  @Test
  void aNanIsTheSameOnlyAsItself() {
    Row a = row(Double.longBitsToDouble(0x7ff8000000000000L), floats(0x7fc00000));
    Row b = row(Double.longBitsToDouble(0x7ff8000000000002L), floats(0x7fc00001));

    assertThat(differing.call(a, a)).isEmpty();
    assertThat(differing.call(a, b))
        .extracting(Row::toString)
        .containsExactly(
            "[bits_per_byte,NaN (0x7ff8000000000000),NaN (0x7ff8000000000002)]",
            "[embedding,NaN (0x7fc00000) at 0 of 1,NaN (0x7fc00001) at 0 of 1]");
  }

  @Test
  void noValueIsTheSameOnlyAsNoValueAndListsHaveTheirLengths() {
    Row nothing = row(null, null);

    assertThat(differing.call(nothing, row(null, null))).isEmpty();
    assertThat(differing.call(nothing, row(0.0, floats())))
        .extracting(Row::toString)
        .containsExactly(
            "[bits_per_byte,none,0.0 (0x0000000000000000)]", "[embedding,none,an empty list]");
    assertThat(differing.call(row(0.0, floats(0)), row(0.0, floats(0, 0)))).hasSize(1);
  }

  @Test
  void ofARowThatIsNotThereNothingDiffers() {
    assertThat(differing.call(null, row(0.0, floats()))).isEmpty();
  }

  private static Object floats(Integer... bits) {
    return CollectionConverters.asScala(List.of(bits).stream().map(Float::intBitsToFloat).toList());
  }

  private static Row row(@Nullable Object bits, @Nullable Object embedding) {
    Object[] values = {bits, embedding};
    return new GenericRowWithSchema(
        values,
        new StructType()
            .add(RunPair.WINDOW.apply("bits_per_byte"))
            .add(RunPair.WINDOW.apply("embedding")));
  }
}
