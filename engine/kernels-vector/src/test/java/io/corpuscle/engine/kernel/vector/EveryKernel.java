package io.corpuscle.engine.kernel.vector;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.Samples;
import io.corpuscle.engine.state.FloatWindow;
import io.corpuscle.engine.state.RecurrentState;
import io.corpuscle.engine.state.WindowShape;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.zip.CRC32;

/** One run of every kernel over T tokens, from fresh states and the same inputs each time. */
final class EveryKernel {
  private static final int H = 4;
  private static final int G = 2;
  private static final int D = 32;
  private static final int VOCABULARY = 100;
  private static final int[] TARGETS = {3, 99, 0, 41};

  private final Kernels kernels = new VectorKernels();
  private final Workspace workspace = Workspace.create();
  private final FloatMatrix x;
  private final FloatMatrix fused;
  private final FloatMatrix y;
  private final FloatMatrix o;
  private final FloatMatrix cos;
  private final FloatMatrix sin;
  private final PackedMatrix projection;
  private final PackedMatrix gateAndUp;
  private final PackedMatrix head;
  private final int[] targets;
  private final float[] gain = Samples.uniform(1, H * D, 5).array();
  private final float[] nll;
  private final float[] entropy;
  private final RecurrentState recurrent = new RecurrentState(G, D);
  private final FloatWindow window = new FloatWindow(WindowShape.whole(100, G, D));

  EveryKernel(int T) {
    int width = H * D;
    x = Samples.map(Samples.uniform(T, width, 1), z -> 2 * z);
    projection =
        kernels.pack(
            Samples.weights(Samples.uniform(width + 3 * G * D, width, 2)),
            Samples.uniform(1, width + 3 * G * D, 3).array(),
            Precision.FLOAT32);
    gateAndUp =
        kernels.pack(
            Samples.weights(Samples.uniform(2 * width, width, 6)),
            new float[2 * width],
            Precision.INT8);
    head =
        kernels.pack(
            Samples.weights(Samples.uniform(VOCABULARY, width, 4)),
            new float[VOCABULARY],
            Precision.BFLOAT16);
    fused = FloatMatrix.zeros(T, width + 3 * G * D);
    y = FloatMatrix.zeros(T, width);
    o = FloatMatrix.zeros(T, width);
    FloatMatrix angles = Samples.filled(T, D / 2, i -> i);
    cos = Samples.map(angles, Math::cos);
    sin = Samples.map(angles, Math::sin);
    targets = new int[T];
    for (int t = 0; t < T; t++) {
      targets[t] = TARGETS[t % TARGETS.length];
    }
    nll = new float[T];
    entropy = new float[T];
  }

  /** Runs them all on what is in {@link #x}; the states go on from run to run. */
  void run() {
    int width = H * D;
    try (Workspace.Frame frame = workspace.open()) {
      Operand normed = kernels.operand(x.rows(), width, OperandFormat.of(Precision.FLOAT32), frame);
      kernels.rmsNorm(x, gain, 1e-6f, normed);
      kernels.project(normed, projection, fused, workspace);
      FloatMatrix q = fused.columns(0, width);
      FloatMatrix k = fused.columns(width, G * D);
      FloatMatrix v = fused.columns(width + G * D, G * D);
      FloatMatrix a = fused.columns(width + 2 * G * D, G * D);
      kernels.relu(k);
      kernels.logDecay(a, 16);
      kernels.gatedLinearScan(q, k, v, a, recurrent, o, workspace);
      kernels.rotate(cos, sin, q);
      kernels.windowAttention(q, k, v, window, y, workspace);
      Operand mixed = kernels.operand(x.rows(), width, OperandFormat.of(Precision.INT8), frame);
      Operand gated = kernels.operand(x.rows(), width, OperandFormat.of(Precision.BFLOAT16), frame);
      kernels.load(y, mixed);
      kernels.swiGlu(mixed, gateAndUp, gated, workspace);
      kernels.surprisalAndEntropy(gated, head, targets, nll, entropy, workspace);
    }
  }

  /** A checksum of all results and of the states. */
  long checksum() {
    CRC32 crc = new CRC32();
    float[][] results = {
      fused.array(), o.array(), y.array(), nll, entropy, recurrent.s(), window.keys()
    };
    for (float[] result : results) {
      for (float value : result) {
        int bits = Float.floatToRawIntBits(value);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
          crc.update(bits >>> shift);
        }
      }
    }
    return crc.getValue();
  }

  /** Prints the checksum of a first run. */
  public static void main(String[] args) {
    System.out.println(firstRun());
  }

  static long firstRun() {
    EveryKernel kernels = new EveryKernel(70);
    kernels.run();
    return kernels.checksum();
  }
}
