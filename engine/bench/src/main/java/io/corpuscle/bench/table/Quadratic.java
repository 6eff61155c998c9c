package io.corpuscle.bench.table;

import io.corpuscle.bench.GrowingDocument;
import io.corpuscle.bench.Growth;
import io.corpuscle.bench.GrowthFit;
import io.corpuscle.bench.GrowthFit.Law;
import io.corpuscle.bench.GrowthFit.Point;
import io.corpuscle.bench.TemporaryFolder;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.checkpoint.ModelShape;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.reading.ReadingOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongToIntFunction;
import java.util.stream.LongStream;

/**
 * A Transformer against its linear conversion, by the length of a document: seconds to the first
 * token, and tokens a second after it. One document, one thread, chunks of the same size.
 *
 * <p>Each is measured while the next length is foretold to take no longer than the budget; beyond
 * that, its numbers are extrapolated and marked so.
 */
final class Quadratic {
  private static final long SHORTEST = 1024;
  private static final long LONGEST = 1 << 20;
  private static final double BUDGET_SECONDS = 300;

  /** Tokens step through the vocabulary by this prime: what they are does not matter for speed. */
  private static final long STRIDE = 7919;

  private final Arguments arguments;
  private final List<Contrast> contrasts;

  /** A model that grows, and what it needed by length. */
  private record Measured(List<Point> firstToken, List<Point> token) {}

  Quadratic(Arguments arguments, List<Contrast> contrasts) {
    this.arguments = arguments;
    this.contrasts = contrasts;
  }

  void run() throws IOException {
    List<Long> lengths =
        LongStream.iterate(SHORTEST, n -> n <= arguments.tokens(LONGEST), n -> 2 * n)
            .boxed()
            .toList();
    if (lengths.size() < 2) {
      throw new IllegalArgumentException(
          "tokens="
              + arguments.tokens(LONGEST)
              + " and two lengths are needed: at least "
              + 2 * SHORTEST);
    }
    Report.line(
        "one document, one thread, chunks of %d tokens; lengths within %.0f s each are measured",
        ReadingOptions.DEFAULT_CHUNK_TOKENS, budget());
    List<String> names =
        arguments.models(String.join(",", contrasts.stream().map(Contrast::name).toList()));
    for (Contrast contrast : contrasts) {
      if (names.contains(contrast.name())) {
        run(contrast, lengths);
      }
    }
  }

  private void run(Contrast contrast, List<Long> lengths) throws IOException {
    ContrastTable table;
    try (TemporaryFolder temporary = TemporaryFolder.create()) {
      long longest = lengths.get(lengths.size() - 1);
      int room = Math.toIntExact(GrowingDocument.room(arguments.capacity(longest)));
      Contrast.Folders folders = contrast.write(temporary.path(), room);
      ContrastTable.Side linear = side(folders.linear(), lengths, Growth::steady, Growth::level);
      ContrastTable.Side quadratic =
          side(
              folders.quadratic(),
              lengths,
              points -> Growth.by(Law.READING, points),
              points -> Growth.by(Law.TOKEN, points));
      table = new ContrastTable(contrast.name(), lengths, quadratic, linear);
    }
    tell(table.quadratic());
    table.markdown().forEach(line -> Report.line("%s", line));
    if (arguments.plot().isPresent()) {
      Path folder = Files.createDirectories(arguments.plot().get());
      Path file = folder.resolve("quadratic-" + contrast.name() + ".svg");
      Files.writeString(file, table.svg(), StandardCharsets.UTF_8);
      Report.line("drawn: %s", file);
    }
  }

  private double budget() {
    return arguments.budget(BUDGET_SECONDS);
  }

  private ContrastTable.Side side(
      Path folder,
      List<Long> lengths,
      Function<List<Point>, Growth> firstToken,
      Function<List<Point>, Growth> token)
      throws IOException {
    Checkpoint checkpoint = Checkpoint.open(folder);
    ModelShape shape = ModelShape.of(checkpoint);
    Measured measured = measure(checkpoint, lengths, firstToken);
    return new ContrastTable.Side(
        checkpoint.modelType(),
        firstToken.apply(measured.firstToken()),
        token.apply(measured.token()),
        lengths.stream().map(n -> shape.stateBytes(n, Short.BYTES)).toList());
  }

  private Measured measure(
      Checkpoint checkpoint, List<Long> lengths, Function<List<Point>, Growth> growth) {
    LanguageModel model =
        new ModelAssembler(arguments.kernels(), arguments.precision()).assemble(checkpoint);
    LongToIntFunction ids = position -> (int) (position * STRIDE % model.vocabulary());
    GrowingDocument document = new GrowingDocument(model, ids, arguments::nanos);
    Duration writing = arguments.seconds(2);
    document.warmUp(2 * SHORTEST, writing);
    List<Point> firstToken = new ArrayList<>();
    List<Point> token = new ArrayList<>();
    for (long tokens : lengths) {
      if (GrowingDocument.room(tokens) > model.capacity().orElse(Integer.MAX_VALUE)
          || foretold(firstToken, tokens, growth) > budget()) {
        break;
      }
      GrowingDocument.Point point = document.growTo(tokens, writing);
      firstToken.add(new Point(tokens, point.firstTokenSeconds()));
      token.add(new Point(tokens, point.tokenSeconds()));
      Report.line(
          "  %-7s %,9d tokens: first token after %,9.2f s, then %,8.1f tokens/s; state %,.1f MB, scratch %,.1f MB",
          checkpoint.modelType(),
          tokens,
          point.firstTokenSeconds(),
          1 / point.tokenSeconds(),
          point.stateBytes() / 1e6,
          point.scratchBytes() / 1e6);
    }
    return new Measured(firstToken, token);
  }

  /** How long reading on to a length will take; two lengths are read whatever they take. */
  private static double foretold(
      List<Point> points, long tokens, Function<List<Point>, Growth> growth) {
    return points.size() < 2
        ? 0
        : growth.apply(points).at(tokens).seconds() - points.get(points.size() - 1).seconds();
  }

  private static void tell(ContrastTable.Side side) {
    tell(side.modelType() + ", n tokens read", side.firstToken());
    tell(side.modelType() + ", a token after n", side.token());
  }

  /** The law, how well it fits, and whether it would have foretold the longest. */
  private static void tell(String what, Growth growth) {
    GrowthFit fit = growth.fit().orElseThrow();
    List<Point> points = growth.measured();
    Report.line(
        fit.law() == Law.READING
            ? "%s: %.4g·n + %.4g·n² seconds, within %.1f %% of %d measured%s"
            : "%s: %.4g + %.4g·n seconds, within %.1f %% of %d measured%s",
        what,
        fit.a(),
        fit.b(),
        100 * fit.worst(points),
        points.size(),
        foresight(fit.law(), points));
  }

  private static String foresight(Law law, List<Point> points) {
    if (points.size() < 3) {
      return "";
    }
    Point last = points.get(points.size() - 1);
    double told = GrowthFit.of(law, points.subList(0, points.size() - 1)).at(last.tokens());
    return String.format(
        Locale.ROOT,
        "; from the shorter ones it foretells the longest with an error of %+.1f %%",
        100 * (told / last.seconds() - 1));
  }
}
