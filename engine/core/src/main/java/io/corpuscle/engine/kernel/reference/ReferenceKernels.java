package io.corpuscle.engine.kernel.reference;

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
import io.corpuscle.engine.spike.SpikeTally;
import io.corpuscle.engine.state.FloatWindow;
import io.corpuscle.engine.state.Int8Window;
import io.corpuscle.engine.state.RecurrentState;
import io.corpuscle.engine.state.WindowShape;
import io.corpuscle.engine.state.WindowState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;

/**
 * The definition: every operation token by token, sums and transcendental functions in float64,
 * results in float32. See {@link Kernels} for the equations.
 */
public final class ReferenceKernels implements Kernels {
  /** The name of this provider. */
  public static final String NAME = "reference";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String instructionSet() {
    return "any";
  }

  @Override
  public PackedMatrix pack(WeightRows w, float[] bias, Precision precision) {
    return precision.ofWeights() == Precision.INT8
        ? pack(new ChannelQuantization(w), bias)
        : ReferenceMatrix.of(w, bias, precision);
  }

  @Override
  public PackedMatrix pack(QuantizedRows w, float[] bias) {
    return ReferenceMatrix.of(w, bias);
  }

  @Override
  public boolean packsOutsideHeap() {
    return false;
  }

  @Override
  public WindowState window(WindowShape shape, Precision precision) {
    return precision == Precision.INT8 ? new Int8Window(shape) : new FloatWindow(shape);
  }

  @Override
  public Operand operand(int rows, int cols, OperandFormat format, Workspace.Frame frame) {
    return new ReferenceOperand(frame.matrix(rows, cols), frame.matrix(rows, 1), format);
  }

  @Override
  public void load(FloatMatrix x, Operand y) {
    ((ReferenceOperand) y).load(x);
  }

  @Override
  public void select(Operand x, RowSelection rows, Operand y) {
    ((ReferenceOperand) y).take((ReferenceOperand) x, rows);
  }

  @Override
  public void tally(Operand x, int from, int rows, SpikeTally tally) {
    FloatMatrix counts = ((ReferenceOperand) x).values();
    for (int t = from; t < from + rows; t++) {
      for (int i = 0; i < counts.cols(); i++) {
        tally.add((int) counts.get(t, i));
      }
    }
  }

  @Override
  public void counts(Operand x, int row, int[] counts) {
    FloatMatrix values = ((ReferenceOperand) x).values();
    for (int i = 0; i < values.cols(); i++) {
      counts[i] = (int) values.get(row, i);
    }
  }

  @Override
  public void rmsNorm(FloatMatrix x, float[] gain, float epsilon, Operand y) {
    FloatMatrix normed = FloatMatrix.zeros(x.rows(), x.cols());
    rmsNorm(x, gain, epsilon, normed);
    load(normed, y);
  }

  @Override
  public void project(Operand x, PackedMatrix w, FloatMatrix y, Workspace workspace) {
    ReferenceMatrix matrix = (ReferenceMatrix) w;
    for (int t = 0; t < x.rows(); t++) {
      for (int o = 0; o < matrix.outputs(); o++) {
        y.set(t, o, matrix.product((ReferenceOperand) x, t, o));
      }
    }
  }

  @Override
  public void projectOnto(
      Operand x, PackedMatrix w, RowSelection rows, FloatMatrix y, Workspace workspace) {
    ReferenceMatrix matrix = (ReferenceMatrix) w;
    for (int r = 0; r < rows.count(); r++) {
      int t = rows.row(r);
      for (int o = 0; o < matrix.outputs(); o++) {
        float product = matrix.product((ReferenceOperand) x, r, o);
        y.set(t, o, y.get(t, o) + rows.weight(r) * product);
      }
    }
  }

  @Override
  public void swiGlu(Operand x, PackedMatrix gateAndUp, Operand y, Workspace workspace) {
    ReferenceMatrix matrix = (ReferenceMatrix) gateAndUp;
    int F = y.cols();
    FloatMatrix product = FloatMatrix.zeros(y.rows(), F);
    for (int t = 0; t < x.rows(); t++) {
      for (int i = 0; i < F; i++) {
        double gate = matrix.product((ReferenceOperand) x, t, GateAndUpRows.gateRow(i));
        double up = matrix.product((ReferenceOperand) x, t, GateAndUpRows.upRow(i, F));
        product.set(t, i, (float) (gate / (1 + Math.exp(-gate)) * up));
      }
    }
    load(product, y);
  }

  @Override
  public void rmsNorm(FloatMatrix x, float[] gain, float epsilon, FloatMatrix y) {
    for (int t = 0; t < x.rows(); t++) {
      double squares = 0;
      for (int i = 0; i < x.cols(); i++) {
        squares += (double) x.get(t, i) * x.get(t, i);
      }
      double scale = 1 / Math.sqrt(squares / x.cols() + epsilon);
      for (int i = 0; i < x.cols(); i++) {
        y.set(t, i, (float) (gain[i] * x.get(t, i) * scale));
      }
    }
  }

  @Override
  public void relu(FloatMatrix x) {
    for (int t = 0; t < x.rows(); t++) {
      for (int i = 0; i < x.cols(); i++) {
        x.set(t, i, Math.max(x.get(t, i), 0));
      }
    }
  }

  @Override
  public void sigmoid(FloatMatrix x) {
    for (int t = 0; t < x.rows(); t++) {
      for (int i = 0; i < x.cols(); i++) {
        x.set(t, i, (float) (1 / (1 + Math.exp(-x.get(t, i)))));
      }
    }
  }

  @Override
  public void logDecay(FloatMatrix x, float divisor) {
    for (int t = 0; t < x.rows(); t++) {
      for (int i = 0; i < x.cols(); i++) {
        // log σ(z) = min(z, 0) − log(1 + exp(−|z|)), which overflows for no z.
        double z = x.get(t, i);
        double logSigmoid = Math.min(z, 0) - Math.log1p(Math.exp(-Math.abs(z)));
        x.set(t, i, (float) (logSigmoid / divisor));
      }
    }
  }

  @Override
  public void rotate(FloatMatrix cos, FloatMatrix sin, FloatMatrix x) {
    int half = cos.cols();
    for (int t = 0; t < x.rows(); t++) {
      for (int head = 0; head < x.cols(); head += 2 * half) {
        for (int i = 0; i < half; i++) {
          double c = cos.get(t, i);
          double s = sin.get(t, i);
          double low = x.get(t, head + i);
          double high = x.get(t, head + half + i);
          x.set(t, head + i, (float) (low * c - high * s));
          x.set(t, head + half + i, (float) (high * c + low * s));
        }
      }
    }
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
    int d = state.headDim();
    int G = state.kvHeads();
    int H = q.cols() / d;
    float[] S = state.s();
    for (int t = 0; t < q.rows(); t++) {
      // S ← diag(exp a)·S + kᵀ·v
      for (int g = 0; g < G; g++) {
        for (int i = 0; i < d; i++) {
          double decay = Math.exp(logDecay.get(t, g * d + i));
          for (int j = 0; j < d; j++) {
            int ij = state.at(g) + i * d + j;
            double kv = (double) k.get(t, g * d + i) * v.get(t, g * d + j);
            S[ij] = (float) (decay * S[ij] + kv);
          }
        }
      }
      // o = q·S / √d
      for (int h = 0; h < H; h++) {
        int g = h * G / H;
        for (int j = 0; j < d; j++) {
          double sum = 0;
          for (int i = 0; i < d; i++) {
            sum += (double) q.get(t, h * d + i) * S[state.at(g) + i * d + j];
          }
          o.set(t, h * d + j, (float) (sum / Math.sqrt(d)));
        }
      }
    }
    state.advance(q.rows());
  }

  @Override
  public void windowAttention(
      FloatMatrix q,
      FloatMatrix k,
      FloatMatrix v,
      WindowState state,
      FloatMatrix o,
      Workspace workspace) {
    int d = state.headDim();
    int G = state.kvHeads();
    int H = q.cols() / d;
    for (int t = 0; t < q.rows(); t++) {
      state.append(k, v, t, 1);
      long last = state.position() - 1;
      long first = Math.max(0, last - state.window() + 1);
      for (int h = 0; h < H; h++) {
        attend(q, t, h, state, h * G / H, first, last, o);
      }
    }
  }

  @Override
  public void sinkAttention(FloatMatrix q, WindowState sinks, FloatMatrix o, Workspace workspace) {
    int H = q.cols() / sinks.headDim();
    for (int t = 0; t < q.rows(); t++) {
      for (int h = 0; h < H; h++) {
        attend(q, t, h, sinks, h * sinks.kvHeads() / H, 0, sinks.position() - 1, o);
      }
    }
  }

  /**
   * {@code o = Σₛ softmaxₛ(q·kₛ / √d)·vₛ} for one query and head, over all sinks and s = first …
   * last.
   */
  private static void attend(
      FloatMatrix q, int t, int h, WindowState state, int g, long first, long last, FloatMatrix o) {
    int d = state.headDim();
    int sinks = state.sinks().map(keys -> (int) keys.position()).orElse(0);
    double[] p = new double[sinks + (int) (last - first + 1)];
    double max = Double.NEGATIVE_INFINITY;
    for (int s = 0; s < p.length; s++) {
      for (int i = 0; i < d; i++) {
        float key =
            s < sinks
                ? state.sinks().orElseThrow().key(s, g, i)
                : state.key(first + s - sinks, g, i);
        p[s] += (double) q.get(t, h * d + i) * key;
      }
      p[s] /= Math.sqrt(d);
      max = Math.max(max, p[s]);
    }
    double total = 0;
    for (int s = 0; s < p.length; s++) {
      p[s] = Math.exp(p[s] - max);
      total += p[s];
    }
    for (int i = 0; i < d; i++) {
      double sum = 0;
      for (int s = 0; s < p.length; s++) {
        float value =
            s < sinks
                ? state.sinks().orElseThrow().value(s, g, i)
                : state.value(first + s - sinks, g, i);
        sum += p[s] * value;
      }
      o.set(t, h * d + i, (float) (sum / total));
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
    ReferenceMatrix matrix = (ReferenceMatrix) head;
    double[] z = new double[matrix.outputs()];
    for (int t = 0; t < x.rows(); t++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int o = 0; o < z.length; o++) {
        z[o] = matrix.product((ReferenceOperand) x, t, o);
        max = Math.max(max, z[o]);
      }
      double total = 0;
      double weighted = 0;
      for (double logit : z) {
        double e = Math.exp(logit - max);
        total += e;
        weighted += e * logit;
      }
      double logTotal = max + Math.log(total);
      nll[t] = (float) (logTotal - z[targets[t]]);
      // −Σ p·log p = log Σ exp z − Σ p·z
      entropy[t] = (float) (logTotal - weighted / total);
    }
  }
}
