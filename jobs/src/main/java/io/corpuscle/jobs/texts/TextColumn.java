package io.corpuscle.jobs.texts;

import io.corpuscle.engine.reading.EmbeddingVector;
import io.corpuscle.engine.reading.Measure;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** What can be asked of a text, under the name and with the type it has in the tables. */
public enum TextColumn {
  /** How many tokens it has. */
  TOKENS(DataTypes.LongType, Optional.empty(), reading -> Optional.of(reading.totals().tokens())),
  /** How many bytes it has. */
  BYTES(DataTypes.LongType, Optional.empty(), reading -> Optional.of(reading.totals().bytes())),
  /** Σ −log₂ p of its tokens over its bytes; none of an empty text. */
  BITS_PER_BYTE(
      DataTypes.DoubleType,
      Optional.of(Measure.SURPRISAL),
      reading -> boxed(reading.totals().bitsPerByte())),
  /** The mean of −log₂ p of its tokens; none of an empty text. */
  BITS_PER_TOKEN(
      DataTypes.DoubleType,
      Optional.of(Measure.SURPRISAL),
      reading -> boxed(reading.totals().bitsPerToken())),
  /** The mean of the final hidden states of its tokens, {@code float[D]}; none of an empty text. */
  EMBEDDING(
      DataTypes.createArrayType(DataTypes.FloatType, false),
      Optional.of(Measure.EMBEDDING),
      reading -> reading.embedding().map(EmbeddingVector::toArray));

  private final DataType type;
  private final Optional<Measure> measure;
  private final Function<TextReading, Optional<?>> value;

  TextColumn(DataType type, Optional<Measure> measure, Function<TextReading, Optional<?>> value) {
    this.type = type;
    this.measure = measure;
    this.value = value;
  }

  /**
   * The one of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static TextColumn named(String name) {
    return Arrays.stream(values())
        .filter(column -> column.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "Nothing called '%s' is measured of a text. Ask for any of %s.",
                        name,
                        Arrays.stream(values())
                            .map(TextColumn::toString)
                            .collect(Collectors.joining(", ")))));
  }

  /** What has to be measured for some of them: nothing that nobody asked for. */
  public static Set<Measure> measures(List<TextColumn> columns) {
    Set<Measure> measures = EnumSet.noneOf(Measure.class);
    columns.forEach(column -> column.measure.ifPresent(measures::add));
    return measures;
  }

  /** Its type in Spark. */
  public DataType type() {
    return type;
  }

  /** Its value, as a row of Spark takes it: a Long, a Double, or a {@code float[D]}. */
  public Optional<?> of(TextReading reading) {
    return value.apply(reading);
  }

  /** The name of the column. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static Optional<Double> boxed(OptionalDouble value) {
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }
}
