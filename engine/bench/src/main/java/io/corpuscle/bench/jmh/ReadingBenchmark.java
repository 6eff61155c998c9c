package io.corpuscle.bench.jmh;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.DocumentReading;
import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.reading.WindowResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whole reading, from bytes to windows with every measure, on one thread: the score is tokens a
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
public class ReadingBenchmark {
  private static final int WINDOW_TOKENS = 1024;

  /** A bundled model; its sample document is read from the beginning, again and again. */
  @Param({"text", "dna"})
  public String model = "";

  /** The kernels in use. */
  @Param("vector")
  public String kernels = "";

  /** What its products multiply. */
  @Param({"int8", "float32"})
  public String precision = "";

  private DocumentReader reader;
  private Path document;
  private DocumentReading reading;

  /** Opens the model. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    Path samples = Path.of("data-samples");
    Engine engine =
        Engine.open(
            samples.resolve("models").resolve(model),
            new EngineOptions(kernels, Optional.of(Precision.of(precision))));
    reader =
        engine.reader(
            new ReadingOptions(
                WINDOW_TOKENS,
                ReadingOptions.DEFAULT_CHUNK_TOKENS,
                1,
                EnumSet.allOf(Measure.class)));
    document =
        samples
            .resolve("corpus")
            .resolve(model.equals("dna") ? "dna/synthetic.fa" : "legal/statute-harbours.txt");
    reading = reader.open(text());
  }

  /** One window of {@value #WINDOW_TOKENS} tokens; at the end of the document, the first again. */
  @Benchmark
  @OperationsPerInvocation(WINDOW_TOKENS)
  public WindowResult window() throws IOException {
    Optional<WindowResult> next = reading.next();
    while (next.isEmpty() || next.get().tokens() < WINDOW_TOKENS) {
      reading.close();
      reading = reader.open(text());
      next = reading.next();
    }
    return next.get();
  }

  private InputStream text() throws IOException {
    InputStream text = Files.newInputStream(document);
    if (document.toString().endsWith(".fa")) {
      // The header line; line ends then count as unknown bases, which costs the model the same.
      for (int b = text.read(); b != '\n'; b = text.read()) {
        continue;
      }
    }
    return text;
  }

  /** Closes the document. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    reading.close();
  }
}
