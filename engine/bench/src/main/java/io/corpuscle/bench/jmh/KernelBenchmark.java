package io.corpuscle.bench.jmh;

import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.WeightRows;
import io.corpuscle.engine.state.RecurrentState;
import io.corpuscle.engine.state.WindowState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.Arrays;
import java.util.Random;
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
 * Each kernel over a chunk of {@value #TOKENS} tokens at the shapes of the bundled models: the
 * score is microseconds a token and layer.
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

  private static final int WINDOW = 512;
  private static final int KV_HEADS = 2;
  private static final int HEAD_DIM = 64;
  private static final int LOW_RANK = 16;
  private static final float EPSILON = 1e-6f;

  /** Whose shapes. */
  @Param({"text", "dna"})
  public String model = "";

  /** The kernels under test. */
  @Param("vector")
  public String provider = "";

  /** What the products multiply. */
  @Param({"int8", "float32"})
  public String precision = "";

  private final Random random = new Random(1);
  private final Workspace workspace = Workspace.create();
  private Kernels kernels;

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
    boolean text = model.equals("text");
    int heads = text ? 6 : 4;
    int width = heads * HEAD_DIM;
    int kvWidth = KV_HEADS * HEAD_DIM;
    int inner = text ? 1024 : 704;
    kernels = KernelSelection.onClassPath().choose(provider);

    x = normal(TOKENS, width);
    y = normal(TOKENS, width);
    fused = normal(TOKENS, width + 2 * kvWidth + LOW_RANK);
    q = fused.columns(0, width);
    k = fused.columns(width, kvWidth);
    v = fused.columns(width + kvWidth, kvWidth);
    a = normal(TOKENS, kvWidth);
    kernels.logDecay(a, 16);
    o = normal(TOKENS, width);
    input = operand(x);
    gated = operand(normal(TOKENS, inner));
    // A turn by 90 degrees: turned again and again, a keeps its size.
    cos = FloatMatrix.zeros(TOKENS, HEAD_DIM / 2);
    sin = FloatMatrix.zeros(TOKENS, HEAD_DIM / 2);
    Arrays.fill(sin.array(), 1);
    queriesKeysValues = weights(fused.cols(), width);
    output = weights(width, width);
    gatesAndUps = weights(2 * inner, width);
    down = weights(width, inner);
    head = weights(text ? 8192 : 16, width);
    gain = normal(1, width).array();
    targets = new int[TOKENS];
    nll = new float[TOKENS];
    entropy = new float[TOKENS];
    recurrent = new RecurrentState(KV_HEADS, HEAD_DIM);
    window = kernels.window(WINDOW, KV_HEADS, HEAD_DIM, Precision.of(precision));
    kernels.windowAttention(q, k, v, window, o, workspace);
  }

  private FloatMatrix normal(int rows, int cols) {
    FloatMatrix matrix = FloatMatrix.zeros(rows, cols);
    for (int i = 0; i < matrix.array().length; i++) {
      matrix.array()[i] = 0.3f * (float) random.nextGaussian();
    }
    return matrix;
  }

  /** An operand for the length of the trial. */
  private Operand operand(FloatMatrix values) {
    Operand operand =
        kernels.operand(values.rows(), values.cols(), Precision.of(precision), workspace.open());
    kernels.load(values, operand);
    return operand;
  }

  private PackedMatrix weights(int outputs, int inputs) {
    FloatMatrix w = normal(outputs, inputs);
    WeightRows rows =
        new WeightRows() {
          @Override
          public int outputs() {
            return outputs;
          }

          @Override
          public int inputs() {
            return inputs;
          }

          @Override
          public void read(int row, float[] target, int at) {
            System.arraycopy(w.array(), w.at(row), target, at, inputs);
          }
        };
    return kernels.pack(rows, new float[outputs], Precision.of(precision));
  }

  /** Queries, keys, values and the low-rank decay as one product. */
  @Benchmark
  public void projectQueriesKeysValues() {
    kernels.project(input, queriesKeysValues, fused, workspace);
  }

  /** The product at the end of a mixer. */
  @Benchmark
  public void projectOutput() {
    kernels.projectOnto(input, output, y, workspace);
  }

  /** The first product of a feed-forward and its gate. */
  @Benchmark
  public void swiGlu() {
    kernels.swiGlu(input, gatesAndUps, gated, workspace);
  }

  /** The second product of a feed-forward. */
  @Benchmark
  public void projectDown() {
    kernels.projectOnto(gated, down, y, workspace);
  }

  /** Gated linear attention. */
  @Benchmark
  public void gatedLinearScan() {
    kernels.gatedLinearScan(q, k, v, a, recurrent, o, workspace);
  }

  /** Attention over a full window. */
  @Benchmark
  public void windowAttention() {
    kernels.windowAttention(q, k, v, window, o, workspace);
  }

  /** Surprisal and entropy, the product with the vocabulary included. */
  @Benchmark
  public void surprisalAndEntropy() {
    kernels.surprisalAndEntropy(input, head, targets, nll, entropy, workspace);
  }

  /** A norm over D, as the operand of a product. */
  @Benchmark
  public void rmsNorm() {
    kernels.rmsNorm(x, gain, EPSILON, input);
  }

  /** Rotary positions of the keys. */
  @Benchmark
  public void rotate() {
    kernels.rotate(cos, sin, a);
  }
}
