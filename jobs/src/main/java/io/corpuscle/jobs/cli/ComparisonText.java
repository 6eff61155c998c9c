package io.corpuscle.jobs.cli;

import io.corpuscle.jobs.compare.Comparison;
import io.corpuscle.jobs.compare.DocumentBits;
import io.corpuscle.jobs.compare.LengthCost;
import io.corpuscle.jobs.compare.ModelResult;
import io.corpuscle.jobs.compare.PositionBucket;
import io.corpuscle.jobs.pictures.ComparisonFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Says in tables how two models compare; as Markdown, to be read on a console too. */
final class ComparisonText {
  private static final String NOTHING = "–";

  private final Comparison comparison;
  private final List<String> lines = new ArrayList<>();

  private ComparisonText(Comparison comparison) {
    this.comparison = comparison;
  }

  static List<String> of(Comparison comparison) {
    ComparisonText text = new ComparisonText(comparison);
    text.models();
    text.documents();
    text.positions();
    text.lengths();
    return text.lines;
  }

  private void models() {
    ModelResult.Subject a = comparison.first().model();
    ModelResult.Subject b = comparison.second().model();
    lines.add("# " + ComparisonFolder.MARK);
    lines.add("");
    table(
        new TextTable("", "A", "B")
            .row("model", a.name(), b.name())
            .row("architecture", a.architecture(), b.architecture())
            .row("products", a.precision(), b.precision())
            .row("weights", Amount.bytes(a.weightBytes()), Amount.bytes(b.weightBytes()))
            .row("kernels", comparison.kernels(), comparison.kernels()));
  }

  private void documents() {
    heading("Documents, bits per byte");
    TextTable table =
        new TextTable(
            "document", "bytes A", "bytes B", "tokens A", "tokens B", "A", "B", "B against A");
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < comparison.first().documents().size(); i++) {
      DocumentBits a = comparison.first().documents().get(i);
      DocumentBits b = comparison.second().documents().get(i);
      table.row(
          a.docId(),
          count(a.bytes()),
          count(b.bytes()),
          count(a.tokens()),
          count(b.tokens()),
          bits(a.bytes(), a.bitsPerByte()),
          bits(b.bytes(), b.bitsPerByte()),
          against(a.bytes(), a.bitsPerByte(), b.bytes(), b.bitsPerByte()));
      fault("A", a).ifPresent(faults::add);
      fault("B", b).ifPresent(faults::add);
    }
    table(table);
    if (!faults.isEmpty()) {
      lines.add("");
      lines.addAll(faults);
    }
  }

  private static Optional<String> fault(String model, DocumentBits document) {
    return document
        .fault()
        .map(
            fault ->
                String.format(
                    Locale.ROOT,
                    "- %s by %s only to byte %,d: %s",
                    document.docId(),
                    model,
                    document.bytes(),
                    ErrorMessage.of(fault)));
  }

  private void positions() {
    heading("Bits per byte, by position in the document");
    TextTable table = new TextTable("from byte", "bytes A", "bytes B", "A", "B", "B against A");
    Map<Long, PositionBucket> a = byPosition(comparison.first());
    Map<Long, PositionBucket> b = byPosition(comparison.second());
    Map<Long, PositionBucket> either = new TreeMap<>(a);
    either.putAll(b);
    for (Map.Entry<Long, PositionBucket> place : either.entrySet()) {
      PositionBucket none =
          new PositionBucket(place.getValue().from(), place.getValue().to(), 0, 0);
      PositionBucket inA = a.getOrDefault(place.getKey(), none);
      PositionBucket inB = b.getOrDefault(place.getKey(), none);
      table.row(
          count(place.getKey()),
          count(inA.bytes()),
          count(inB.bytes()),
          bits(inA.bytes(), inA.bitsPerByte()),
          bits(inB.bytes(), inB.bitsPerByte()),
          against(inA.bytes(), inA.bitsPerByte(), inB.bytes(), inB.bitsPerByte()));
    }
    table(table);
  }

  private static Map<Long, PositionBucket> byPosition(ModelResult result) {
    Map<Long, PositionBucket> buckets = new TreeMap<>();
    result.positions().forEach(bucket -> buckets.put(bucket.from(), bucket));
    return buckets;
  }

  private void lengths() {
    if (comparison.timed().isEmpty()) {
      return;
    }
    heading("By length: the first bytes of " + comparison.timed().get() + ", one thread");
    List<LengthCost> a = comparison.first().lengths();
    List<LengthCost> b = comparison.second().lengths();
    TextTable speed =
        new TextTable(
            "bytes",
            "tokens A",
            "tokens B",
            "first token A",
            "first token B",
            "A times as fast",
            "tokens/s A",
            "tokens/s B",
            "A times as fast");
    TextTable memory = new TextTable("bytes", "state A", "state B", "scratch A", "scratch B");
    for (int i = 0; i < a.size(); i++) {
      LengthCost inA = a.get(i);
      LengthCost inB = b.get(i);
      speed.row(
          count(inA.bytes()),
          count(inA.tokens()),
          count(inB.tokens()),
          measured(inA, m -> seconds(m.firstTokenSeconds())),
          measured(inB, m -> seconds(m.firstTokenSeconds())),
          times(inA, inB, LengthCost.Measured::firstTokenSeconds),
          measured(inA, m -> rate(m.tokenSeconds())),
          measured(inB, m -> rate(m.tokenSeconds())),
          times(inA, inB, LengthCost.Measured::tokenSeconds));
      memory.row(
          count(inA.bytes()),
          measured(inA, m -> Amount.bytes(m.stateBytes())),
          measured(inB, m -> Amount.bytes(m.stateBytes())),
          measured(inA, m -> Amount.bytes(m.scratchBytes())),
          measured(inB, m -> Amount.bytes(m.scratchBytes())));
    }
    table(speed);
    lines.add("");
    lines.add("First token: all before it read, none scored. Tokens/s: written after it.");
    beyond("A", a).ifPresent(lines::add);
    beyond("B", b).ifPresent(lines::add);
    heading("Memory, by length");
    table(memory);
  }

  /** What the largest of the lengths that there is no room for would need. */
  private static Optional<String> beyond(String model, List<LengthCost> lengths) {
    LengthCost longest = lengths.get(lengths.size() - 1);
    return longest.measured().isPresent()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s has no room for all of it: max_position_embeddings would have to be %d.",
                model,
                longest.room()));
  }

  private void heading(String text) {
    lines.add("");
    lines.add("## " + text);
    lines.add("");
  }

  private void table(TextTable table) {
    lines.addAll(table.lines());
  }

  private static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  private static String bits(long bytes, double bitsPerByte) {
    return bytes == 0 ? NOTHING : String.format(Locale.ROOT, "%.4f", bitsPerByte);
  }

  /** Only of the same bytes: those further on are easier than those before. */
  private static String against(long bytesA, double bitsA, long bytesB, double bitsB) {
    return bytesA == 0 || bytesA != bytesB
        ? NOTHING
        : String.format(Locale.ROOT, "%+.2f %%", 100 * (bitsB / bitsA - 1));
  }

  private static String measured(LengthCost cost, Function<LengthCost.Measured, String> value) {
    return cost.measured().map(value).orElse(NOTHING);
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, seconds < 10 ? "%.3f s" : "%,.1f s", seconds);
  }

  private static String rate(double tokenSeconds) {
    return String.format(Locale.ROOT, "%,.1f", 1 / tokenSeconds);
  }

  private static String times(
      LengthCost a, LengthCost b, ToDoubleFunction<LengthCost.Measured> seconds) {
    if (a.measured().isEmpty() || b.measured().isEmpty()) {
      return NOTHING;
    }
    double inA = seconds.applyAsDouble(a.measured().get());
    double inB = seconds.applyAsDouble(b.measured().get());
    return String.format(Locale.ROOT, "%.2f", inB / inA);
  }
}
