package io.corpuscle.bench.table;

import io.corpuscle.bench.Ceilings.Ceiling;
import io.corpuscle.bench.ModelCost;
import io.corpuscle.bench.RandomModel;
import io.corpuscle.bench.Rate;
import io.corpuscle.bench.Rate.Span;
import io.corpuscle.bench.Steps;
import io.corpuscle.bench.TemporaryFolder;
import io.corpuscle.bench.TokenReading;
import io.corpuscle.bench.TokenReading.Scoring;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.checkpoint.ModelShape;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.reading.ReadingOptions;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A checkpoint as large as SpikingBrain-7B's, of random weights: how long it takes to open, what it
 * then needs of memory, and how fast it reads a document a thread, each beside the arithmetic.
 */
final class Large {
  private static final long TOKENS = 4096;
  private static final Span AT_ONCE = new Span(Duration.ZERO, 0, Duration.ZERO);

  private final Arguments arguments;
  private final RandomModel model;
  private final long tokens;

  /**
   * @param shape of which the first {@code layers} are made, or all
   */
  Large(Arguments arguments, GlaSwaConfig shape) {
    this.arguments = arguments;
    this.model = new RandomModel(shape, 1).first(arguments.layers(shape.layers()));
    this.tokens = arguments.tokens(TOKENS);
  }

  void run() throws IOException {
    Optional<Path> named = arguments.folder();
    if (named.isEmpty()) {
      try (TemporaryFolder temporary = TemporaryFolder.create()) {
        write(temporary.path());
        measure(temporary.path());
      }
    } else if (Files.exists(named.get().resolve("config.json"))) {
      Report.line("checkpoint: %s, which was there", named.get());
      measure(named.get());
    } else if (arguments.keep()) {
      write(Files.createDirectories(named.get()));
      measure(named.get());
    } else {
      try (TemporaryFolder temporary = TemporaryFolder.at(named.get())) {
        write(temporary.path());
        measure(temporary.path());
      }
    }
  }

  private void write(Path folder) throws IOException {
    FileStore disk = Files.getFileStore(folder);
    if (disk.getUsableSpace() < model.bytes()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s has %,d bytes free and the checkpoint has %,d. Name another with folder=PATH, or fewer layers=N.",
              disk,
              disk.getUsableSpace(),
              model.bytes()));
    }
    long start = System.nanoTime();
    model.write(folder);
    double seconds = (System.nanoTime() - start) / 1e9;
    Report.line(
        "checkpoint: %,.2f GB in bfloat16 written in %,.1f s, %,.0f MB/s",
        model.bytes() / 1e9, seconds, model.bytes() / 1e6 / seconds);
  }

  private void measure(Path folder) throws IOException {
    Ceiling ceiling = arguments.ceilings(arguments.seconds(0.5)).of(Precision.INT8);
    tell("before", ResidentMemory.now());
    long start = System.nanoTime();
    Checkpoint checkpoint = Checkpoint.open(folder);
    LanguageModel open =
        new ModelAssembler(arguments.kernels(), arguments.precision()).assemble(checkpoint);
    double seconds = (System.nanoTime() - start) / 1e9;
    ModelCost cost = ModelCost.of(checkpoint);
    Report.line(
        "opened in %,.1f s: %,.0f MB/s of the file", seconds, model.bytes() / 1e6 / seconds);
    Report.line(
        "weights: %,.2f GB packed; by arithmetic %,.2f billion that are multiplied, the embedding table stays in its file",
        open.bytes() / 1e9, cost.products() / 2 / 1e9);
    tell("open", ResidentMemory.now());
    read(open, checkpoint, cost, ceiling);
    tell("read", ResidentMemory.now());
  }

  private void read(LanguageModel open, Checkpoint checkpoint, ModelCost cost, Ceiling ceiling) {
    int threads = arguments.threads();
    double one = read(open, cost, 1, ceiling.oneThread());
    if (threads > 1) {
      double all = read(open, cost, threads, ceiling.allThreads());
      Report.line("  %d at a time against one: %.2f", threads, all / one);
    }
    Report.line(
        "state of a document: %,.1f MB; by arithmetic %,.1f MB at %,d tokens and at 4,000,000",
        open.start().bytes() / 1e6,
        ModelShape.of(checkpoint).stateBytes(4_000_000, Short.BYTES) / 1e6,
        checkpoint.config(GlaSwaConfig.class).window());
  }

  private double read(LanguageModel open, ModelCost cost, int threads, double ceiling) {
    double rate = arguments.perSecond(Rate.of(() -> new Document(open), threads, AT_ONCE));
    int window = model.config().window();
    // Until the windows are full, tokens look at those that are there.
    double keys =
        tokens < window ? (tokens + 1) / 2.0 : window - window * (window - 1.0) / 2 / tokens;
    double operations = cost.products() + cost.scan() + cost.attention() * keys / window;
    Report.line(
        "documents of %,d tokens, %d at a time, a thread each: %,.1f tokens/s a document, %,.1f in all; %,.2f Gop a token, %,.0f GOPS of %,.0f: %.3f of the INT8 limit",
        tokens,
        threads,
        rate / threads,
        rate,
        operations / 1e9,
        rate * operations / 1e9,
        ceiling / 1e9,
        rate * operations / ceiling);
    return rate;
  }

  /** A document whose first step is all of it; whoever must wait for others reads on. */
  private final class Document implements Steps {
    private final TokenReading reading;

    Document(LanguageModel open) {
      reading = new TokenReading(open, Scoring.EVERY_TOKEN, ReadingOptions.DEFAULT_CHUNK_TOKENS, 1);
    }

    @Override
    public long next() {
      long read = 0;
      do {
        read += reading.next();
      } while (reading.position() < tokens);
      return read;
    }
  }

  private static void tell(String when, ResidentMemory memory) {
    Report.line(
        "resident, %s: %,.2f GB, of it %,.2f its own and %,.2f of mapped files, which the system takes back",
        when, memory.total() / 1e9, memory.anonymous() / 1e9, memory.files() / 1e9);
  }
}
