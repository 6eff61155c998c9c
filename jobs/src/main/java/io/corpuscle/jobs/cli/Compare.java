package io.corpuscle.jobs.cli;

import io.corpuscle.bench.GrowingDocument;
import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Tokenizer;
import io.corpuscle.engine.text.TokenizerFiles;
import io.corpuscle.jobs.ConfigException;
import io.corpuscle.jobs.compare.BitsReading;
import io.corpuscle.jobs.compare.Comparison;
import io.corpuscle.jobs.compare.DocumentBits;
import io.corpuscle.jobs.compare.LengthCost;
import io.corpuscle.jobs.compare.ModelResult;
import io.corpuscle.jobs.compare.PositionBuckets;
import io.corpuscle.jobs.compare.TokenizedDocument;
import io.corpuscle.jobs.corpus.Corpus;
import io.corpuscle.jobs.corpus.CorpusOptions;
import io.corpuscle.jobs.corpus.DocumentOpener;
import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.corpus.InputLimits;
import io.corpuscle.jobs.pictures.ComparisonFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code corpuscle compare}: holds two models to each other on the same documents. The one is read
 * with, then the other, so that only one of them is in memory.
 */
@Command(
    name = "compare",
    description = {
      "Holds two models to each other on the same documents: bits per byte by position, time to the first token, tokens/s and memory by length."
    },
    mixinStandardHelpOptions = true)
final class Compare implements Callable<Integer> {
  /** Of the lengths up to this the longest warms up: whole chunks of any tokenizer. */
  private static final long WARM_UP_BYTES = 1 << 14;

  private final Console console;

  @Parameters(paramLabel = "A", description = "A model's folder, or the name of a bundled one.")
  private String first = "";

  @Parameters(paramLabel = "B", description = "Another.")
  private String second = "";

  @Option(
      names = "--text",
      paramLabel = "FILE",
      required = true,
      description =
          "What to read: text, JSON Lines or FASTA, compressed or not. May be repeated. The longest document is timed.")
  private List<String> texts = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where to write the tables, as Markdown and as CSV, and a picture. Files of another origin are not overwritten.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--kernels",
      paramLabel = "NAME",
      defaultValue = KernelSelection.AUTO,
      description = "What to compute with; by default the fastest that runs here.")
  private String kernels = KernelSelection.AUTO;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      defaultValue = KernelSelection.AUTO,
      description = "What products of both multiply; by default, of each what it was made for.")
  private String precision = KernelSelection.AUTO;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "2",
      description =
          "At most how long to write at each length; warming up takes five times as long. Default: ${DEFAULT-VALUE}.")
  private double seconds = 2;

  /** A model that is not loaded yet. */
  private record Model(String name, Path folder, Checkpoint checkpoint, Tokenizer tokenizer) {

    static Model named(String name) {
      Path folder = ModelFolder.named(name);
      return new Model(name, folder, Checkpoint.open(folder), TokenizerFiles.open(folder));
    }
  }

  /** A document as a model is given it, and how many bytes of its beginnings are timed. */
  private record Beginnings(TokenizedDocument tokens, List<Long> lengths) {}

  /** The document that is timed. */
  private record Timed(String docId, Beginnings first, Beginnings second) {}

  Compare(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Optional<ComparisonFolder> folder = Optional.empty();
    if (out.isPresent()) {
      folder = Optional.of(ComparisonFolder.at(out.get()));
    }
    Model a = Model.named(first);
    Model b = Model.named(second);
    Kernels chosen = KernelSelection.onClassPath().choose(kernels);
    Configuration hadoop = new Configuration();
    List<DocumentRef> documents = Corpus.scan(hadoop, texts, CorpusOptions.DEFAULT).documents();
    if (documents.isEmpty()) {
      throw new ConfigException(
          String.join(", ", texts) + " holds no document. Name another file.");
    }
    try (DocumentOpener opener = new DocumentOpener(hadoop, InputLimits.STANDARD)) {
      Optional<Timed> timed = longest(documents, opener, a.tokenizer(), b.tokenizer());
      Comparison comparison =
          new Comparison(
              chosen.name() + ", " + chosen.instructionSet(),
              result(a, documents, opener, timed.map(Timed::first)),
              result(b, documents, opener, timed.map(Timed::second)),
              timed.map(Timed::docId));
      List<String> text = ComparisonText.of(comparison);
      text.forEach(console::line);
      if (folder.isPresent()) {
        List<Path> files = folder.get().write(comparison, String.join("\n", text) + "\n");
        console.line("");
        files.forEach(file -> console.print("written        %s", file));
      }
      return sound(comparison) ? Corpuscle.OK : Corpuscle.FAILED;
    }
  }

  /** Whether all was read that there was room for. */
  private static boolean sound(Comparison comparison) {
    return Stream.of(comparison.first(), comparison.second())
        .flatMap(result -> result.documents().stream())
        .allMatch(DocumentBits::isSound);
  }

  /** The longest of those that can be read to their ends. */
  private static Optional<Timed> longest(
      List<DocumentRef> documents, DocumentOpener opener, Tokenizer a, Tokenizer b)
      throws IOException {
    List<DocumentRef> byLength = new ArrayList<>(documents);
    byLength.sort(Comparator.comparingLong(DocumentRef::textBytes).reversed());
    for (DocumentRef document : byLength) {
      try {
        TokenizedDocument inA = tokens(document, opener, a);
        TokenizedDocument inB = tokens(document, opener, b);
        if (inA.bytes() > 0) {
          List<Long> lengths = lengths(inA, inB);
          return Optional.of(
              new Timed(
                  document.docId(), new Beginnings(inA, lengths), new Beginnings(inB, lengths)));
        }
      } catch (DocumentException e) {
        // What is wrong with it is told when it is read.
        continue;
      }
    }
    return Optional.empty();
  }

  private static TokenizedDocument tokens(
      DocumentRef document, DocumentOpener opener, Tokenizer tokenizer) throws IOException {
    try (InputStream text = opener.open(document)) {
      return TokenizedDocument.of(text, tokenizer);
    }
  }

  /**
   * The whole document, and powers of two of bytes, each further from the next than a model that
   * was measured at it has written on.
   */
  private static List<Long> lengths(TokenizedDocument a, TokenizedDocument b) {
    List<Long> lengths = new ArrayList<>(List.of(a.bytes()));
    for (long n = Long.highestOneBit(a.bytes()); n >= PositionBuckets.FIRST; n /= 2) {
      long next = lengths.get(0);
      if (GrowingDocument.room(a.tokensFor(n)) < a.tokensFor(next)
          && GrowingDocument.room(b.tokensFor(n)) < b.tokensFor(next)) {
        lengths.add(0, n);
      }
    }
    return lengths;
  }

  private ModelResult result(
      Model model, List<DocumentRef> documents, DocumentOpener opener, Optional<Beginnings> timed)
      throws IOException {
    // The weights of the one before lie outside of the heap, where nobody sees that they are many.
    System.gc();
    console.say("reading with " + model.name());
    Engine engine = Engine.open(model.folder(), EngineOptions.of(kernels, precision));
    BitsReading bits = BitsReading.of(engine, opener, documents);
    return new ModelResult(
        new ModelResult.Subject(
            model.name(),
            model.checkpoint().modelType(),
            engine.precision().key(),
            engine.model().bytes()),
        bits.documents(),
        bits.positions(),
        timed.map(beginnings -> costs(engine.model(), beginnings)).orElse(List.of()));
  }

  private List<LengthCost> costs(LanguageModel model, Beginnings timed) {
    TokenizedDocument tokens = timed.tokens();
    GrowingDocument document = new GrowingDocument(model, tokens::id, System::nanoTime);
    Duration writing = Duration.ofNanos(Math.round(seconds * 1e9));
    int capacity = model.capacity().orElse(Integer.MAX_VALUE);
    timed.lengths().stream()
        .filter(bytes -> bytes <= WARM_UP_BYTES)
        .mapToLong(tokens::tokensFor)
        .filter(count -> GrowingDocument.room(count) <= capacity)
        .max()
        .ifPresent(count -> document.warmUp(count, writing));
    List<LengthCost> costs = new ArrayList<>();
    for (long bytes : timed.lengths()) {
      long count = tokens.tokensFor(bytes);
      long room = GrowingDocument.room(count);
      costs.add(
          new LengthCost(
              bytes,
              count,
              room,
              room > capacity
                  ? Optional.empty()
                  : Optional.of(measured(document.growTo(count, writing)))));
    }
    return costs;
  }

  private static LengthCost.Measured measured(GrowingDocument.Point point) {
    return new LengthCost.Measured(
        point.firstTokenSeconds(), point.tokenSeconds(), point.stateBytes(), point.scratchBytes());
  }
}
