package io.corpuscle.bench.jmh;

import io.corpuscle.bench.RandomModel;
import io.corpuscle.bench.RandomRows;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.RowSelection;
import io.corpuscle.engine.state.RecurrentState;
import io.corpuscle.engine.state.WindowShape;
import io.corpuscle.engine.state.WindowState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.nio.file.Path;
import java.util.Arrays;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Each kernel over a chunk of {@value #TOKENS} tokens at the shapes of a model: the score is
 * microseconds a token and layer. Run from the root of the repository.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(KernelBenchmark.TOKENS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class KernelBenchmark {
  static final int TOKENS = 512;

  private static final float EPSILON = 1e-6f;

  /** Whose shapes: a bundled model, or {@code 0.5B} for {@link RandomModel#HALF_BILLION}. */
  @Param({"text", "dna", "0.5B"})
  public String model = "";

  /** The kernels under test. */
  @Param("auto")
  public String kernels = "";

  /** What the products multiply. */
  @Param({"int8", "bfloat16", "float32"})
  public String precision = "";

  private final Workspace workspace = Workspace.create();
  private Kernels subject;

  private FloatMatrix x; // [T, D]
  private FloatMatrix y; // [T, D]
  private FloatMatrix fused; // [T, H·d + 2·G·d + 16]
  private FloatMatrix q; // [T, H·d]
  private FloatMatrix k; // [T, G·d]
  private FloatMatrix v; // [T, G·d]
  private FloatMatrix a; // [T, G·d]
  private FloatMatrix o; // [T, H·d]
  private Operand input; // [T, D]
  private Operand gated; // [T, F]
  private FloatMatrix cos; // [T, d/2]
  private FloatMatrix sin; // [T, d/2]
  private PackedMatrix queriesKeysValues;
  private PackedMatrix output;
  private PackedMatrix gatesAndUps;
  private PackedMatrix down;
  private PackedMatrix head;
  private float[] gain;
  private int[] targets;
  private float[] nll;
  private float[] entropy;
  private RecurrentState recurrent;
  private WindowState window;

  /** Random inputs and weights; a full window behind the first token. */
  @Setup(Level.Trial)
  public void open() {
    GlaSwaConfig config =
        model.equals("0.5B")
            ? RandomModel.HALF_BILLION
            : Checkpoint.open(Path.of("data-samples/models").resolve(model))
                .config(GlaSwaConfig.class);
    int width = config.modelDim();
    int kvWidth = config.kvHeads() * config.headDim();
    int inner = config.feedForwardDim();
    subject = KernelSelection.onClassPath().choose(kernels);

    x = normal(width);
    y = normal(width);
    fused = normal(width + 2 * kvWidth + RandomModel.DECAY_RANK);
    q = fused.columns(0, width);
    k = fused.columns(width, kvWidth);
    v = fused.columns(width + kvWidth, kvWidth);
    a = normal(kvWidth);
    subject.logDecay(a, 16);
    o = normal(width);
    input = operand(x);
    gated = operand(normal(inner));
    // A turn by 90 degrees: turned again and again, a keeps its size.
    cos = FloatMatrix.zeros(TOKENS, config.headDim() / 2);
    sin = FloatMatrix.zeros(TOKENS, config.headDim() / 2);
    Arrays.fill(sin.array(), 1);
    queriesKeysValues = weights(fused.cols(), width);
    output = weights(width, width);
    gatesAndUps = weights(2 * inner, width);
    down = weights(width, inner);
    head = weights(config.vocabulary(), width);
    gain = RandomRows.matrix(1, width, 2).array();
    targets = new int[TOKENS];
    nll = new float[TOKENS];
    entropy = new float[TOKENS];
    recurrent = new RecurrentState(config.kvHeads(), config.headDim());
    window =
        subject.window(
            WindowShape.whole(config.window(), config.kvHeads(), config.headDim()),
            // As models keep them, unless a checkpoint declares bytes.
            precision.equals("float32") ? Precision.FLOAT32 : Precision.BFLOAT16);
    while (window.position() < config.window()) {
      subject.windowAttention(q, k, v, window, o, workspace);
    }
  }

  private static FloatMatrix normal(int cols) {
    return RandomRows.matrix(TOKENS, cols, cols);
  }

  /** An operand for the length of the trial. */
  private Operand operand(FloatMatrix values) {
    Operand operand =
        subject.operand(
            values.rows(),
            values.cols(),
            OperandFormat.of(Precision.of(precision)),
            workspace.open());
    subject.load(values, operand);
    return operand;
  }

  private PackedMatrix weights(int outputs, int inputs) {
    return subject.pack(
        new RandomRows(outputs, inputs), new float[outputs], Precision.of(precision));
  }

  /** Queries, keys, values and the low-rank decay as one product. */
  @Benchmark
  public void projectQueriesKeysValues() {
    subject.project(input, queriesKeysValues, fused, workspace);
  }

  /** The product at the end of a mixer. */
  @Benchmark
  public void projectOutput() {
    subject.projectOnto(input, output, new RowSelection.All(y.rows()), y, workspace);
  }

  /** The first product of a feed-forward and its gate. */
  @Benchmark
  public void swiGlu() {
    subject.swiGlu(input, gatesAndUps, gated, workspace);
  }

  /** The second product of a feed-forward. */
  @Benchmark
  public void projectDown() {
    subject.projectOnto(gated, down, new RowSelection.All(y.rows()), y, workspace);
  }

  /** Gated linear attention. */
  @Benchmark
  public void gatedLinearScan() {
    subject.gatedLinearScan(q, k, v, a, recurrent, o, workspace);
  }

  /** Attention over a full window. */
  @Benchmark
  public void windowAttention() {
    subject.windowAttention(q, k, v, window, o, workspace);
  }

  /** Surprisal and entropy, the product with the vocabulary included. */
  @Benchmark
  public void surprisalAndEntropy() {
    subject.surprisalAndEntropy(input, head, targets, nll, entropy, workspace);
  }

  /** A norm over D, as the operand of a product. */
  @Benchmark
  public void rmsNorm() {
    subject.rmsNorm(x, gain, EPSILON, input);
  }

  /** Rotary positions of the keys. */
  @Benchmark
  public void rotate() {
    subject.rotate(cos, sin, a);
  }
}
