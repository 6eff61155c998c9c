package io.corpuscle.engine.kernel;

import io.corpuscle.engine.spike.SpikeTally;
import io.corpuscle.engine.state.RecurrentState;
import io.corpuscle.engine.state.WindowShape;
import io.corpuscle.engine.state.WindowState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;

/**
 * The operations a model is made of, each over the tokens of a chunk.
 *
 * <p>What a provider owes beside agreement with the reference: every row of a result depends on its
 * own row of the input alone, bit for bit, however many rows there are; and a scan or an attention
 * whose reads are cut at positions divisible by {@link WindowState#TILE} gives the same bits as one
 * that is not cut. Outputs are overwritten and must not overlap an input unless it says so.
 * Implementations hold no mutable state and are shared by all threads.
 */
public interface Kernels {

  /** The provider's name, as it is written with every result. */
  String name();

  /**
   * What of the machine's instruction set the bits of a result depend on, such as the width of its
   * vectors; written with every result. Two runs of one provider are equal where this is.
   */
  String instructionSet();

  /**
   * Packs a weight matrix for products, rounding it to {@code precision}: for {@link
   * Precision#INT8} and {@link Precision#SPIKING} as {@link ChannelQuantization} does.
   *
   * @param w W, {@code [O, I]}
   * @param bias b, {@code [O]}; zeros where the layer has none
   */
  PackedMatrix pack(WeightRows w, float[] bias, Precision precision);

  /**
   * Packs a weight matrix that is integers already, for products in {@link Precision#INT8}.
   *
   * @param w W, {@code [O, I]}
   * @param bias b, {@code [O]}; zeros where the layer has none
   */
  PackedMatrix pack(QuantizedRows w, float[] bias);

  /** Whether packed matrices are outside of the Java heap. */
  boolean packsOutsideHeap();

  /**
   * The state of a window before the first token, as {@link #windowAttention} reads it.
   *
   * @param precision what keys and values are rounded to, or what is finer where that is faster
   */
  WindowState window(WindowShape shape, Precision precision);

  /** Room for rows about to be multiplied, of undefined content. */
  Operand operand(int rows, int cols, OperandFormat format, Workspace.Frame frame);

  /**
   * Makes x the operand of products. For {@link Precision#INT8} each row for itself, {@code xₜ ≈
   * y.scaleₜ · y.integersₜ}:
   *
   * <pre>
   *   scale = max|x| / 127        integers = x · (127 / max|x|), rounded half to even
   * </pre>
   *
   * and for {@link Precision#SPIKING}, by {@link SpikeThreshold} and in the same bits as there,
   *
   * <pre>
   *   scale = V                   integers = x / V, rounded half to even
   * </pre>
   *
   * The operand may refer to x's own memory: x must not change before the last product with it.
   *
   * @param x {@code [T, I]}
   * @param y {@code [T, I]}, overwritten
   */
  void load(FloatMatrix x, Operand y);

  /**
   * As {@link #load} of {@code gain ⊙ x / sqrt(mean(x²) + epsilon)}.
   *
   * @param x {@code [T, I]}
   * @param gain {@code [I]}
   * @param y {@code [T, I]}, overwritten
   */
  void rmsNorm(FloatMatrix x, float[] gain, float epsilon, Operand y);

  /**
   * Takes some rows of an operand, as they are: row r of y is row {@code rows.row(r)} of x.
   *
   * @param x {@code [T, I]}
   * @param y {@code [rows.count(), I]}, of x's format, overwritten
   */
  void select(Operand x, RowSelection rows, Operand y);

  /**
   * Counts the spikes of rows {@code from …} of an operand of {@link Precision#SPIKING}.
   *
   * @param tally added to
   */
  void tally(Operand x, int from, int rows, SpikeTally tally);

  /**
   * Reads how often each channel of a row fired, of an operand of {@link Precision#SPIKING}.
   *
   * @param counts s, {@code [I]}, overwritten
   */
  void counts(Operand x, int row, int[] counts);

  /**
   * {@code y = x·Wᵀ + b}. Of integers with their sum exact:
   *
   * <pre>
   *   y[t, o] = x.scaleₜ · Σ_groups W.scale[o, group] · Σ_i x.integers[t, i] · W.integers[o, i] + b[o]
   * </pre>
   *
   * @param x {@code [T, I]}
   * @param w W and b, packed for x's precision
   * @param y {@code [T, O]}, overwritten
   */
  void project(Operand x, PackedMatrix w, FloatMatrix y, Workspace workspace);

  /**
   * {@code y[rows.row(r)] = y[rows.row(r)] + rows.weight(r)·(x[r]·Wᵀ + b)}: a layer's last product,
   * onto the stream it is added to, or onto some rows of it.
   *
   * @param x {@code [rows.count(), I]}
   * @param w W and b, packed for x's precision
   * @param y {@code [T, O]}, added to
   */
  void projectOnto(
      Operand x, PackedMatrix w, RowSelection rows, FloatMatrix y, Workspace workspace);

  /**
   * The gated half of a feed-forward, as the operand of the product that follows: {@code y =
   * silu(W_gate·x) ⊙ W_up·x}, with {@code silu(z) = z·σ(z)}.
   *
   * @param x {@code [T, I]}
   * @param gateAndUp W_gate and W_up in the order of {@link GateAndUpRows}, {@code [2·F, I]}
   * @param y {@code [T, F]}, overwritten
   */
  void swiGlu(Operand x, PackedMatrix gateAndUp, Operand y, Workspace workspace);

  /**
   * {@code y = gain ⊙ x / sqrt(mean(x²) + epsilon)}, row by row.
   *
   * @param x {@code [T, D]}
   * @param gain {@code [D]}
   * @param y {@code [T, D]}, overwritten; may be {@code x}
   */
  void rmsNorm(FloatMatrix x, float[] gain, float epsilon, FloatMatrix y);

  /**
   * {@code x = max(x, 0)} in place.
   *
   * @param x {@code [T, n]}, overwritten
   */
  void relu(FloatMatrix x);

  /**
   * {@code x = σ(x)} in place.
   *
   * @param x {@code [T, n]}, overwritten
   */
  void sigmoid(FloatMatrix x);

  /**
   * {@code a = log σ(x) / divisor} in place, finite for every finite x.
   *
   * @param x {@code [T, n]}, overwritten by a, every entry ≤ 0
   */
  void logDecay(FloatMatrix x, float divisor);

  /**
   * Rotary position embedding in the half-split form, in place: in every head, channels i and i +
   * d/2 turn by the angle i of their row.
   *
   * <pre>
   *   (x[i], x[i + d/2]) ← (x[i]·cos − x[i + d/2]·sin,  x[i + d/2]·cos + x[i]·sin)
   * </pre>
   *
   * @param cos {@code [T, d/2]}
   * @param sin {@code [T, d/2]}
   * @param x {@code [T, n·d]}, overwritten
   */
  void rotate(FloatMatrix cos, FloatMatrix sin, FloatMatrix x);

  /**
   * Gated linear attention over one run of tokens, for each head h with key/value head g = ⌊h·G/H⌋:
   *
   * <pre>
   *   Sₜ = diag(exp aₜ)·Sₜ₋₁ + kₜᵀ·vₜ        (g's row of k, v, a)
   *   oₜ = qₜ·Sₜ / √d
   * </pre>
   *
   * Finite and accurate for every a ≤ 0, however strong the decay.
   *
   * @param q {@code [T, H·d]}
   * @param k {@code [T, G·d]}
   * @param v {@code [T, G·d]}
   * @param logDecay a, {@code [T, G·d]}, every entry ≤ 0
   * @param state S before the run on entry, after it on return
   * @param o {@code [T, H·d]}, overwritten
   */
  void gatedLinearScan(
      FloatMatrix q,
      FloatMatrix k,
      FloatMatrix v,
      FloatMatrix logDecay,
      RecurrentState state,
      FloatMatrix o,
      Workspace workspace);

  /**
   * Causal softmax attention over the last w tokens, the query's own among them; head h reads
   * key/value head g = ⌊h·G/H⌋:
   *
   * <pre>
   *   oₜ = Σₛ softmaxₛ(qₜ·kₛ / √d)·vₛ        s = t − w + 1 … t
   * </pre>
   *
   * and over the state's sinks, whatever the position.
   *
   * @param q queries after rotation, {@code [T, H·d]}
   * @param k keys after rotation, {@code [T, G·d]}
   * @param v {@code [T, G·d]}
   * @param state the window before the run on entry; k and v are appended to it
   * @param o {@code [T, H·d]}, overwritten
   */
  void windowAttention(
      FloatMatrix q,
      FloatMatrix k,
      FloatMatrix v,
      WindowState state,
      FloatMatrix o,
      Workspace workspace);

  /**
   * Softmax attention over sinks alone, which see one another in both directions.
   *
   * @param q queries after rotation, {@code [n, H·d]}
   * @param sinks a window that holds them all
   * @param o {@code [n, H·d]}, overwritten
   */
  void sinkAttention(FloatMatrix q, WindowState sinks, FloatMatrix o, Workspace workspace);

  /**
   * How surprising the next token is: {@code nll = log Σᵥ exp zᵥ − z[target]}, z = x·Wᵀ + b, in
   * nats. The logits z are never stored as a whole.
   *
   * @param x final hidden states, {@code [T, D]}
   * @param head the language model head, {@code [V, D]}, packed for x's precision
   * @param targets the token that follows each row, {@code [T]}; entries beyond T are ignored
   * @param nll {@code [T]}, overwritten
   */
  void surprisal(Operand x, PackedMatrix head, int[] targets, float[] nll, Workspace workspace);

  /**
   * As {@link #surprisal}, and how uncertain the model was: {@code H = −Σᵥ pᵥ·log pᵥ}, in nats.
   *
   * @param entropy {@code [T]}, overwritten
   */
  void surprisalAndEntropy(
      Operand x,
      PackedMatrix head,
      int[] targets,
      float[] nll,
      float[] entropy,
      Workspace workspace);
}
