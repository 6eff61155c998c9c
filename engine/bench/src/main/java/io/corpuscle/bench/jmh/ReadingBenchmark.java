package io.corpuscle.bench.jmh;

import io.corpuscle.bench.RandomModel;
import io.corpuscle.bench.RepeatedPassage;
import io.corpuscle.bench.Steps;
import io.corpuscle.bench.Subject;
import io.corpuscle.bench.TemporaryFolder;
import io.corpuscle.bench.TokenReading.Scoring;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.reading.ReadingOptions;
import java.io.IOException;
import java.nio.file.Path;
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
 * Whole reading with every measure on one thread: the bundled models from bytes to windows, the
 * half-billion shape from random tokens on. The score is tokens a second. Run from the root of the
 * repository.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 10)
@Measurement(iterations = 5, time = 5)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Xms4g", "-Xmx4g"})
public class ReadingBenchmark {
  private static final int CHUNK_TOKENS = ReadingOptions.DEFAULT_CHUNK_TOKENS;

  /** A bundled model, or {@code 0.5B}. */
  @Param({"text", "dna", "0.5B"})
  public String model = "";

  /** The kernels in use. */
  @Param("auto")
  public String kernels = "";

  /** What its products multiply. */
  @Param({"int8", "bfloat16", "float32"})
  public String precision = "";

  private Optional<TemporaryFolder> files = Optional.empty();
  private Steps reading;

  /** Opens the model, and reads until its windows are full. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    Subject subject = subject();
    reading = subject.reading().get();
    for (long read = 0; read < subject.warmUpTokens(); ) {
      read += reading.next();
    }
  }

  private Subject subject() throws IOException {
    Kernels chosen = KernelSelection.onClassPath().choose(kernels);
    Precision multiplied = Precision.of(precision);
    if (model.equals("0.5B")) {
      TemporaryFolder random = TemporaryFolder.create();
      files = Optional.of(random);
      new RandomModel(RandomModel.HALF_BILLION, 1).write(random.path());
      return Subject.ofTokens(random.path(), chosen, multiplied, Scoring.EVERY_TOKEN);
    }
    Path samples = Path.of("data-samples");
    String document = model.equals("dna") ? "dna/synthetic.fa" : "legal/statute-harbours.txt";
    byte[] passage = RepeatedPassage.read(samples.resolve("corpus").resolve(document));
    return Subject.ofText(samples.resolve("models").resolve(model), chosen, multiplied, passage);
  }

  /** One chunk of {@value #CHUNK_TOKENS} tokens. */
  @Benchmark
  @OperationsPerInvocation(CHUNK_TOKENS)
  public long chunk() {
    return reading.next();
  }

  /** Removes the random model. */
  @TearDown(Level.Trial)
  public void close() {
    files.ifPresent(TemporaryFolder::close);
  }
}
