package io.corpuscle.jobs.compare;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A comparison as rows for a data frame, a model after the other. */
public final class ComparisonCsv {
  /** The head of {@link #positions}. */
  public static final String POSITIONS = "model,from_byte,to_byte,bytes,bits,bits_per_byte";

  /** The head of {@link #lengths}. */
  public static final String LENGTHS =
      "model,bytes,tokens,first_token_seconds,token_seconds,state_bytes,scratch_bytes";

  private ComparisonCsv() {}

  /** A row a model and bucket. */
  public static String positions(Comparison comparison) {
    StringBuilder csv = new StringBuilder(POSITIONS).append('\n');
    for (ModelResult result : List.of(comparison.first(), comparison.second())) {
      for (PositionBucket bucket : result.positions()) {
        row(
            csv,
            quoted(result.model().name()),
            bucket.from(),
            bucket.to(),
            bucket.bytes(),
            bucket.bits(),
            bucket.bitsPerByte());
      }
    }
    return csv.toString();
  }

  /** A row a model and length; what could not be measured is empty. */
  public static String lengths(Comparison comparison) {
    StringBuilder csv = new StringBuilder(LENGTHS).append('\n');
    for (ModelResult result : List.of(comparison.first(), comparison.second())) {
      for (LengthCost cost : result.lengths()) {
        Optional<LengthCost.Measured> measured = cost.measured();
        row(
            csv,
            quoted(result.model().name()),
            cost.bytes(),
            cost.tokens(),
            cell(measured, LengthCost.Measured::firstTokenSeconds),
            cell(measured, LengthCost.Measured::tokenSeconds),
            cell(measured, LengthCost.Measured::stateBytes),
            cell(measured, LengthCost.Measured::scratchBytes));
      }
    }
    return csv.toString();
  }

  private static void row(StringBuilder csv, Object... cells) {
    csv.append(Stream.of(cells).map(String::valueOf).collect(Collectors.joining(","))).append('\n');
  }

  private static String cell(
      Optional<LengthCost.Measured> measured, Function<LengthCost.Measured, Number> value) {
    return measured.map(value).map(String::valueOf).orElse("");
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
