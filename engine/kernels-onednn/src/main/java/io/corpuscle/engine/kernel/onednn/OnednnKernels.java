package io.corpuscle.engine.kernel.onednn;

import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;

import io.corpuscle.engine.kernel.ChannelQuantization;
import io.corpuscle.engine.kernel.GateAndUpRows;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.QuantizedRows;
import io.corpuscle.engine.kernel.RowSelection;
import io.corpuscle.engine.kernel.WeightRows;
import io.corpuscle.engine.kernel.vector.Lanes;
import io.corpuscle.engine.kernel.vector.SurprisalSums;
import io.corpuscle.engine.kernel.vector.VectorKernels;
import io.corpuscle.engine.spike.SpikeTally;
import io.corpuscle.engine.state.Bfloat16Window;
import io.corpuscle.engine.state.RecurrentState;
import io.corpuscle.engine.state.WindowShape;
import io.corpuscle.engine.state.WindowState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.engine;

/** Matrix products by oneDNN, the rest by {@link VectorKernels}. */
public final class OnednnKernels implements Kernels {
  private final VectorKernels vector = new VectorKernels();
  private final engine cpu = new engine(engine.kind.cpu, 0);
  private final MatrixPacking packing = new MatrixPacking(cpu);
  private final ThreadLocal<NativeProducts> products =
      ThreadLocal.withInitial(() -> new NativeProducts(cpu));
  private final ThreadLocal<SpikeBytes> spikeBytes = ThreadLocal.withInitial(SpikeBytes::new);
  private final ThreadLocal<Map<AttentionProducts.Shape, AttentionProducts>> attention =
      ThreadLocal.withInitial(HashMap::new);

  @Override
  public String name() {
    return OnednnProvider.NAME;
  }

  @Override
  public String instructionSet() {
    return OnednnLibrary.instructionSet() + ", " + vector.instructionSet();
  }

  @Override
  public PackedMatrix pack(WeightRows w, float[] bias, Precision precision) {
    return precision.ofWeights() == Precision.INT8
        ? pack(new ChannelQuantization(w), bias)
        : packing.pack(w, bias, precision);
  }

  @Override
  public PackedMatrix pack(QuantizedRows w, float[] bias) {
    return packing.pack(w, bias);
  }

  @Override
  public boolean packsOutsideHeap() {
    return true;
  }

  @Override
  public Operand operand(int rows, int cols, OperandFormat format, Workspace.Frame frame) {
    return new OnednnOperand(rows, cols, format, frame);
  }

  @Override
  public void load(FloatMatrix x, Operand y) {
    ((OnednnOperand) y).clear();
    for (int t = 0; t < x.rows(); t++) {
      ((OnednnOperand) y).load(t, x.array(), x.at(t));
    }
  }

  @Override
  public void select(Operand x, RowSelection rows, Operand y) {
    OnednnOperand operand = (OnednnOperand) y;
    operand.clear();
    for (int r = 0; r < rows.count(); r++) {
      operand.copy((OnednnOperand) x, rows.row(r), r);
    }
  }

  @Override
  public void tally(Operand x, int from, int rows, SpikeTally tally) {
    OnednnOperand operand = (OnednnOperand) x;
    spikeBytes.get().tally(operand, from, rows, tally);
    operand.correct(from, rows, tally);
  }

  @Override
  public void counts(Operand x, int row, int[] counts) {
    ((OnednnOperand) x).counts(row, counts);
  }

  @Override
  public void rmsNorm(FloatMatrix x, float[] gain, float epsilon, Operand y) {
    OnednnOperand operand = (OnednnOperand) y;
    operand.clear();
    FloatMatrix row = operand.row().columns(0, x.cols());
    for (int t = 0; t < x.rows(); t++) {
      vector.rmsNorm(x.rows(t, 1), gain, epsilon, row);
      operand.load(t, row.array(), row.offset());
    }
  }

  @Override
  public void project(Operand x, PackedMatrix w, FloatMatrix y, Workspace workspace) {
    OnednnOperand operand = (OnednnOperand) x;
    OnednnMatrix matrix = (OnednnMatrix) w;
    NativeProducts own = products.get();
    for (OnednnMatrix.Block block : matrix.blocks()) {
      int stride = Float.BYTES * block.cols();
      for (int t = 0, rows; t < x.rows(); t += rows) {
        rows = own.multiply(operand, t, block);
        for (int r = 0; r < rows; r++) {
          ProductRows.store(
              own.output(),
              r * stride,
              operand.scale(t + r),
              matrix.bias(),
              block.first(),
              y.array(),
              y.at(t + r) + block.first(),
              block.cols());
        }
      }
    }
  }

  @Override
  public void projectOnto(
      Operand x, PackedMatrix w, RowSelection rows, FloatMatrix y, Workspace workspace) {
    OnednnOperand operand = (OnednnOperand) x;
    OnednnMatrix matrix = (OnednnMatrix) w;
    NativeProducts own = products.get();
    for (OnednnMatrix.Block block : matrix.blocks()) {
      int stride = Float.BYTES * block.cols();
      for (int t = 0, count; t < x.rows(); t += count) {
        count = own.multiply(operand, t, block);
        for (int r = 0; r < count; r++) {
          ProductRows.add(
              own.output(),
              r * stride,
              operand.scale(t + r),
              matrix.bias(),
              block.first(),
              rows.weight(t + r),
              y.array(),
              y.at(rows.row(t + r)) + block.first(),
              block.cols());
        }
      }
    }
  }

  /**
   * The product alone, block by block over the same scratch: what of {@link #project} is oneDNN's.
   * For probes of what it can do.
   */
  public void multiply(Operand x, PackedMatrix w) {
    NativeProducts own = products.get();
    for (OnednnMatrix.Block block : ((OnednnMatrix) w).blocks()) {
      for (int t = 0, rows; t < x.rows(); t += rows) {
        rows = own.multiply((OnednnOperand) x, t, block);
      }
    }
  }

  @Override
  public void swiGlu(Operand x, PackedMatrix gateAndUp, Operand y, Workspace workspace) {
    OnednnOperand operand = (OnednnOperand) x;
    OnednnMatrix matrix = (OnednnMatrix) gateAndUp;
    OnednnOperand result = (OnednnOperand) y;
    int F = y.cols();
    NativeProducts own = products.get();
    result.clear();
    try (Workspace.Frame frame = workspace.open()) {
      FloatMatrix gated = frame.matrix(Math.min(x.rows(), Buckets.MOST), F + LENGTH);
      for (int first = 0; first < x.rows(); first += gated.rows()) {
        int end = Math.min(first + gated.rows(), x.rows());
        // A block is multiplied with all of these rows while it is in the cache.
        for (OnednnMatrix.Block block : matrix.blocks()) {
          for (int t = first, rows; t < end; t += rows) {
            rows = own.multiply(operand, t, block);
            for (int r = 0; r < rows; r++) {
              float scale = operand.scale(t + r);
              gate(own.output(), r, block, matrix.bias(), scale, gated, t - first + r);
            }
          }
        }
        for (int t = first; t < end; t++) {
          result.load(t, gated.array(), gated.at(t - first));
        }
      }
    }
  }

  /** Row r of a block of gates and ups, turn by turn, into a row of {@code gated}. */
  private static void gate(
      ByteBuffer product,
      int r,
      OnednnMatrix.Block block,
      float[] bias,
      float scale,
      FloatMatrix gated,
      int row) {
    int at = Float.BYTES * (r * block.cols() - block.first());
    int F = gated.cols() - LENGTH;
    int first = block.first() / 2;
    for (int i = first; i < first + block.cols() / 2; i += GateAndUpRows.TURN) {
      int gateRow = GateAndUpRows.gateRow(i);
      int upRow = GateAndUpRows.upRow(i, F);
      ProductRows.swiGlu(
          product,
          at + Float.BYTES * gateRow,
          at + Float.BYTES * upRow,
          scale,
          bias,
          gateRow,
          upRow,
          gated.array(),
          gated.at(row) + i,
          GateAndUpRows.turn(i, F));
    }
  }

  @Override
  public void surprisal(
      Operand x, PackedMatrix head, int[] targets, float[] nll, Workspace workspace) {
    surprisalAndEntropy(x, head, targets, nll, new float[x.rows()], workspace);
  }

  @Override
  public void surprisalAndEntropy(
      Operand x,
      PackedMatrix head,
      int[] targets,
      float[] nll,
      float[] entropy,
      Workspace workspace) {
    OnednnOperand operand = (OnednnOperand) x;
    OnednnMatrix matrix = (OnednnMatrix) head;
    NativeProducts own = products.get();
    try (Workspace.Frame frame = workspace.open()) {
      SurprisalSums sums = new SurprisalSums(x.rows(), frame);
      FloatMatrix logits = frame.matrix(1, OnednnMatrix.BLOCK);
      float[] z = logits.array();
      int zAt = logits.offset();
      for (OnednnMatrix.Block block : matrix.blocks()) {
        int stride = Float.BYTES * block.cols();
        int padded = Lanes.roundUp(block.cols(), LENGTH);
        Arrays.fill(z, zAt + block.cols(), zAt + padded, Lanes.NOTHING);
        for (int t = 0, rows; t < x.rows(); t += rows) {
          rows = own.multiply(operand, t, block);
          for (int r = 0; r < rows; r++) {
            float scale = operand.scale(t + r);
            ProductRows.store(
                own.output(),
                r * stride,
                scale,
                matrix.bias(),
                block.first(),
                z,
                zAt,
                block.cols());
            sums.add(t + r, z, zAt, padded);
            int column = targets[t + r] - block.first();
            if (column >= 0 && column < block.cols()) {
              nll[t + r] = -z[zAt + column];
            }
          }
        }
      }
      for (int t = 0; t < x.rows(); t++) {
        sums.finish(t, nll, entropy);
      }
    }
  }

  @Override
  public WindowState window(WindowShape shape, Precision precision) {
    return precision == Precision.BFLOAT16
            && Bfloat16Window.fits(shape.headDim())
            && OnednnLibrary.multipliesBfloat16()
        ? new Bfloat16Window(shape)
        : vector.window(shape, precision);
  }

  @Override
  public void rmsNorm(FloatMatrix x, float[] gain, float epsilon, FloatMatrix y) {
    vector.rmsNorm(x, gain, epsilon, y);
  }

  @Override
  public void relu(FloatMatrix x) {
    vector.relu(x);
  }

  @Override
  public void sigmoid(FloatMatrix x) {
    vector.sigmoid(x);
  }

  @Override
  public void logDecay(FloatMatrix x, float divisor) {
    vector.logDecay(x, divisor);
  }

  @Override
  public void rotate(FloatMatrix cos, FloatMatrix sin, FloatMatrix x) {
    vector.rotate(cos, sin, x);
  }

  @Override
  public void gatedLinearScan(
      FloatMatrix q,
      FloatMatrix k,
      FloatMatrix v,
      FloatMatrix logDecay,
      RecurrentState state,
      FloatMatrix o,
      Workspace workspace) {
    vector.gatedLinearScan(q, k, v, logDecay, state, o, workspace);
  }

  @Override
  public void windowAttention(
      FloatMatrix q,
      FloatMatrix k,
      FloatMatrix v,
      WindowState state,
      FloatMatrix o,
      Workspace workspace) {
    if (state instanceof Bfloat16Window ring) {
      try (Workspace.Frame frame = workspace.open()) {
        new Bfloat16Attention(attention(ring), ring, q.cols(), frame).run(q, k, v, o);
      }
    } else {
      vector.windowAttention(q, k, v, state, o, workspace);
    }
  }

  @Override
  public void sinkAttention(FloatMatrix q, WindowState sinks, FloatMatrix o, Workspace workspace) {
    if (sinks instanceof Bfloat16Window ring) {
      try (Workspace.Frame frame = workspace.open()) {
        new Bfloat16Attention(attention(ring), ring, q.cols(), frame).runOverAll(q, o);
      }
    } else {
      vector.sinkAttention(q, sinks, o, workspace);
    }
  }

  private AttentionProducts attention(Bfloat16Window ring) {
    AttentionProducts.Shape shape = AttentionProducts.Shape.of(ring);
    return attention.get().computeIfAbsent(shape, s -> new AttentionProducts(cpu, s));
  }
}
