package io.corpuscle.bench.jmh;

import io.corpuscle.bench.RepeatedPassage;
import io.corpuscle.bench.ShortDocuments;
import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.reading.Document;
import io.corpuscle.engine.reading.DocumentEnd;
import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.DocumentReading;
import io.corpuscle.engine.reading.JointReading;
import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.reading.WindowResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@value #DOCUMENTS} documents of about 200 tokens read together, one by one, and as one long
 * document, with every measure, on one thread: compare the counter {@code tokens}, in tokens a
 * second. Run from the root of the repository.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 10)
@Measurement(iterations = 5, time = 5)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Xms1g", "-Xmx1g"})
public class ShortDocumentsBenchmark {
  private static final int DOCUMENTS = 2000;

  /** A bundled model; the documents are cut from its sample document. */
  @Param({"text", "dna"})
  public String model = "";

  /** The kernels in use. */
  @Param("auto")
  public String kernels = "";

  /** What its products multiply. */
  @Param({"int8", "float32"})
  public String precision = "";

  /** Tokens that go through the model together. */
  @Param("" + ReadingOptions.DEFAULT_CHUNK_TOKENS)
  public int chunkTokens;

  /** At most how many documents are open. */
  @Param("" + ReadingOptions.DEFAULT_DOCUMENTS_TOGETHER)
  public int documentsTogether;

  private List<byte[]> documents = List.of();
  private DocumentReader reader;
  private JointReading together;
  private DocumentReading longOne;
  private int next;
  private long read;

  /** What was read. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counters {
    /** Tokens in windows. */
    public long tokens;
  }

  /** Opens the model, and cuts the documents. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    Path samples = Path.of("data-samples");
    Engine engine =
        Engine.open(samples.resolve("models").resolve(model), EngineOptions.of(kernels, precision));
    reader =
        engine.reader(
            new ReadingOptions(
                ReadingOptions.DEFAULT_WINDOW_TOKENS,
                chunkTokens,
                documentsTogether,
                Measure.withoutSpikes()));
    Path corpus = samples.resolve("corpus");
    String document = model.equals("dna") ? "dna/synthetic.fa" : "legal/statute-harbours.txt";
    byte[] text = RepeatedPassage.read(corpus.resolve(document));
    documents = ShortDocuments.cut(text, engine.tokenizer(), DOCUMENTS);
    together = reader.together(Stream.generate(Counted::new).iterator());
    longOne = reader.open(all());
  }

  private InputStream all() {
    return new ByteArrayInputStream(ShortDocuments.joined(documents));
  }

  private InputStream nextText() {
    next = (next + 1) % documents.size();
    return new ByteArrayInputStream(documents.get(next));
  }

  private final class Counted implements Document {
    @Override
    public InputStream open() {
      return nextText();
    }

    @Override
    public void window(WindowResult window) {
      read += window.tokens();
    }

    @Override
    public void end(DocumentEnd end) {
      end.fault()
          .ifPresent(
              fault -> {
                throw new IllegalStateException(fault);
              });
    }
  }

  /** One chunk of several documents; after the last the first again. */
  @Benchmark
  public boolean together(Counters counters) {
    read = 0;
    boolean more = together.advance();
    counters.tokens += read;
    return more;
  }

  /** One document, with chunks of its own. */
  @Benchmark
  public WindowResult oneByOne(Counters counters) throws IOException {
    try (DocumentReading reading = reader.open(nextText())) {
      WindowResult window = reading.next().orElseThrow();
      counters.tokens += window.tokens();
      return window;
    }
  }

  /** One window of all the documents' text as one document; after the last the first again. */
  @Benchmark
  public WindowResult oneLong(Counters counters) throws IOException {
    Optional<WindowResult> window = longOne.next();
    while (window.isEmpty()) {
      longOne.close();
      longOne = reader.open(all());
      window = longOne.next();
    }
    counters.tokens += window.get().tokens();
    return window.get();
  }
}
