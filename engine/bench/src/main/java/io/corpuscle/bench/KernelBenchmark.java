package io.corpuscle.bench;

import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.PackedMatrix;
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
  private FloatMatrix gateUp; // [T, 2·F]
  private FloatMatrix hidden; // [T, F]
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
    gateUp = normal(TOKENS, 2 * inner);
    hidden = normal(TOKENS, inner);
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
    window = new WindowState(WINDOW, KV_HEADS, HEAD_DIM);
    window.append(k, v, 0, TOKENS);
  }

  private FloatMatrix normal(int rows, int cols) {
    FloatMatrix matrix = FloatMatrix.zeros(rows, cols);
    for (int i = 0; i < matrix.array().length; i++) {
      matrix.array()[i] = 0.3f * (float) random.nextGaussian();
    }
    return matrix;
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
    return kernels.pack(rows, new float[outputs]);
  }

  /** Queries, keys, values and the low-rank decay as one product. */
  @Benchmark
  public void projectQueriesKeysValues() {
    kernels.project(x, queriesKeysValues, fused, workspace);
  }

  /** The product at the end of a mixer. */
  @Benchmark
  public void projectOutput() {
    kernels.project(o, output, y, workspace);
  }

  /** The first product of a feed-forward. */
  @Benchmark
  public void projectGatesAndUps() {
    kernels.project(x, gatesAndUps, gateUp, workspace);
  }

  /** The second product of a feed-forward. */
  @Benchmark
  public void projectDown() {
    kernels.project(hidden, down, y, workspace);
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
    kernels.surprisalAndEntropy(x, head, targets, nll, entropy, workspace);
  }

  /** A norm over D. */
  @Benchmark
  public void rmsNorm() {
    kernels.rmsNorm(x, gain, EPSILON, y);
  }

  /** The gate of a feed-forward. */
  @Benchmark
  public void swiGlu() {
    int inner = hidden.cols();
    kernels.swiGlu(gateUp.columns(0, inner), gateUp.columns(inner, inner), hidden);
  }

  /** Rotary positions of the keys. */
  @Benchmark
  public void rotate() {
    kernels.rotate(cos, sin, a);
  }
}
