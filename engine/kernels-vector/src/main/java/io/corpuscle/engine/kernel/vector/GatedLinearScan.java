package io.corpuscle.engine.kernel.vector;

import static io.corpuscle.engine.kernel.vector.Lanes.F;
import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;
import static io.corpuscle.engine.kernel.vector.Lanes.load;
import static io.corpuscle.engine.kernel.vector.ProductTile.COLS;
import static io.corpuscle.engine.kernel.vector.ProductTile.ROWS;

import io.corpuscle.engine.state.RecurrentState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Gated linear attention, a block of tokens at a time. With c the cumulative log decay since the
 * block's first token, c₀ = 0:
 *
 * <pre>
 *   S ← diag(exp a₀)·S
 *   q̃ₜ = qₜ ⊙ exp(cₜ) / √d        k̃ₜ = kₜ ⊙ exp(−cₜ)
 *   oₜ = q̃ₜ·S + Σₛ≤ₜ (q̃ₜ·k̃ₛ)·vₛ
 *   S ← diag(exp cₙ₋₁)·(S + Σₛ k̃ₛᵀ·vₛ)
 * </pre>
 *
 * <p>A block ends at the next position divisible by {@value #BLOCK}, and before the token at which
 * a channel would have decayed by more than {@value #MAX_DECAY} since the first: no exponential
 * overflows or loses its digits, however strong the decay, down to a block of one token, which is
 * the recurrence itself. Where blocks end depends on the decays since the last position divisible
 * by {@value #BLOCK} alone.
 *
 * <p>One instance serves one call and holds its scratch. Rows of scratch are d̄ long: d, filled up
 * with zeros to whole tiles.
 */
final class GatedLinearScan {
  private static final int BLOCK = 64;

  /** exp(20) = 5e8 is far from overflow, and a sum near 20 keeps a relative error of 1e-6. */
  private static final float MAX_DECAY = 20;

  private final int d;
  private final int padded;
  private final int group;
  private final float queryScale;

  private final FloatMatrix decayedQ; // q̃, [64·H/G, d̄], the heads of a token one after the other
  private final FloatMatrix grownK; // k̃, [64, d̄]
  private final FloatMatrix grownKT; // k̃ᵀ, [d, 64]
  private final FloatMatrix values; // v, [64, d̄]
  private final FloatMatrix cumulative; // c, [64, d̄]
  private final FloatMatrix decay; // the factors a row of S is multiplied with, [1, d̄]
  private final FloatMatrix s; // S, [⌈d / ROWS⌉·ROWS, d̄]
  private final FloatMatrix scores; // q̃·k̃ᵀ, [ROWS, 64]
  private final FloatMatrix outputs; // [ROWS, d̄]
  private final FloatMatrix zeros; // [1, COLS]

  GatedLinearScan(RecurrentState state, int queryCols, Workspace.Frame frame) {
    this.d = state.headDim();
    this.padded = Lanes.roundUp(d, COLS);
    this.group = queryCols / (d * state.kvHeads());
    this.queryScale = (float) (1 / Math.sqrt(d));
    this.decayedQ = frame.matrix(BLOCK * group, padded);
    this.grownK = frame.matrix(BLOCK, padded);
    this.grownKT = frame.matrix(d, BLOCK);
    this.values = frame.matrix(BLOCK, padded);
    this.cumulative = frame.matrix(BLOCK, padded);
    this.decay = frame.matrix(1, padded);
    this.s = frame.matrix(Lanes.roundUp(d, ROWS), padded);
    this.scores = frame.matrix(ROWS, BLOCK);
    this.outputs = frame.matrix(ROWS, padded);
    this.zeros = frame.matrix(1, COLS);
    Arrays.fill(zeros.array(), zeros.offset(), zeros.offset() + COLS, 0);
    // Rows of S beyond d take part in tiles and in nothing else; they need only be numbers.
    Arrays.fill(s.array(), s.offset(), s.offset() + s.rows() * padded, 0);
  }

  void run(
      FloatMatrix q,
      FloatMatrix k,
      FloatMatrix v,
      FloatMatrix logDecay,
      RecurrentState state,
      FloatMatrix o) {
    int T = q.rows();
    for (int g = 0; g < state.kvHeads(); g++) {
      for (int i = 0; i < d; i++) {
        Rows.copy(state.s(), state.at(g) + i * d, d, s.array(), s.at(i), padded);
      }
      FloatMatrix kg = k.columns(g * d, d);
      FloatMatrix vg = v.columns(g * d, d);
      FloatMatrix ag = logDecay.columns(g * d, d);
      FloatMatrix qg = q.columns(g * group * d, group * d);
      FloatMatrix og = o.columns(g * group * d, group * d);
      int t = 0;
      while (t < T) {
        int toEdge = BLOCK - (int) ((state.position() + t) % BLOCK);
        int n = accumulate(ag, t, Math.min(toEdge, T - t));
        decayState(ag, t);
        prepare(qg, kg, vg, t, n);
        attend(n, og, t);
        updateState(n);
        t += n;
      }
      for (int i = 0; i < d; i++) {
        System.arraycopy(s.array(), s.at(i), state.s(), state.at(g) + i * d, d);
      }
    }
    state.advance(T);
  }

  /** Fills c from token t on; returns how many tokens, at most {@code limit}, the block has. */
  private int accumulate(FloatMatrix a, int t, int limit) {
    float[] c = cumulative.array();
    Arrays.fill(c, cumulative.at(0), cumulative.at(0) + padded, 0);
    for (int n = 1; n < limit; n++) {
      int at = cumulative.at(n);
      Rows.copy(a.array(), a.at(t + n), d, c, at, padded);
      FloatVector least = FloatVector.zero(F);
      for (int i = at; i < at + padded; i += LENGTH) {
        FloatVector sum = load(c, i - padded).add(load(c, i));
        sum.intoArray(c, i);
        least = least.min(sum);
      }
      if (least.reduceLanes(VectorOperators.MIN) < -MAX_DECAY) {
        return n;
      }
    }
    return limit;
  }

  /** {@code S ← diag(exp a₀)·S}. */
  private void decayState(FloatMatrix a, int t) {
    Rows.copy(a.array(), a.at(t), d, decay.array(), decay.offset(), padded);
    decayStateBy(decay.array(), decay.offset());
  }

  /** {@code S ← diag(exp x)·S}. */
  private void decayStateBy(float[] x, int at) {
    float[] factors = decay.array();
    for (int i = 0; i < padded; i += LENGTH) {
      Lanes.exp(load(x, at + i)).intoArray(factors, decay.offset() + i);
    }
    for (int i = 0; i < d; i++) {
      Rows.scale(s.array(), s.at(i), padded, factors[decay.offset() + i]);
    }
  }

  /** q̃, k̃, k̃ᵀ and v of the block's n tokens from t on. */
  private void prepare(FloatMatrix q, FloatMatrix k, FloatMatrix v, int t, int n) {
    float[] c = cumulative.array();
    float[] qs = decayedQ.array();
    float[] ks = grownK.array();
    for (int i = 0; i < n; i++) {
      Rows.copy(v.array(), v.at(t + i), d, values.array(), values.at(i), padded);
      Rows.copy(k.array(), k.at(t + i), d, ks, grownK.at(i), padded);
      for (int h = 0; h < group; h++) {
        Rows.copy(q.array(), q.at(t + i) + h * d, d, qs, decayedQ.at(i * group + h), padded);
      }
      for (int j = 0; j < padded; j += LENGTH) {
        FloatVector ct = load(c, cumulative.at(i) + j);
        load(ks, grownK.at(i) + j).mul(Lanes.exp(ct.neg())).intoArray(ks, grownK.at(i) + j);
        FloatVector shrink = Lanes.exp(ct).mul(queryScale);
        for (int h = 0; h < group; h++) {
          int at = decayedQ.at(i * group + h) + j;
          load(qs, at).mul(shrink).intoArray(qs, at);
        }
      }
    }
    // Columns beyond n stay what they are: they give scores that nothing reads.
    float[] transposed = grownKT.array();
    for (int j = 0; j < d; j++) {
      int at = grownKT.at(j);
      int column = grownK.offset() + j;
      for (int i = 0; i < n; i++) {
        transposed[at + i] = ks[column + i * padded];
      }
    }
  }

  /** {@code oₜ = q̃ₜ·S + Σₛ≤ₜ (q̃ₜ·k̃ₛ)·vₛ} for the block's n tokens, rows t … of o. */
  private void attend(int n, FloatMatrix o, int t) {
    for (int m = 0; m < n * group; m += ROWS) {
      int rows = Math.min(ROWS, n * group - m);
      int seen = (m + rows - 1) / group + 1;
      for (int col = 0; col < seen; col += COLS) {
        multiply(rows, d, decayedQ, m, grownKT, col, zeros, scores);
      }
      for (int r = 0; r < rows; r++) {
        int ownSeen = (m + r) / group + 1;
        Arrays.fill(scores.array(), scores.at(r) + ownSeen, scores.at(r) + seen, 0);
      }
      for (int col = 0; col < padded; col += COLS) {
        multiply(rows, d, decayedQ, m, s, col, zeros, outputs);
        multiply(rows, seen, scores, 0, values, col, outputs, outputs);
      }
      for (int r = 0; r < rows; r++) {
        int at = o.at(t + (m + r) / group) + (m + r) % group * d;
        System.arraycopy(outputs.array(), outputs.at(r), o.array(), at, d);
      }
    }
  }

  /** {@code S ← diag(exp cₙ₋₁)·(S + Σₛ k̃ₛᵀ·vₛ)}. */
  private void updateState(int n) {
    for (int i = 0; i < d; i += ROWS) {
      int rows = Math.min(ROWS, d - i);
      for (int col = 0; col < padded; col += COLS) {
        ProductTile.multiply(
            rows,
            n,
            grownKT.array(),
            grownKT.at(i),
            grownKT.stride(),
            values.array(),
            values.at(0) + col,
            values.stride(),
            s.array(),
            s.at(i) + col,
            s.stride(),
            s.array(),
            s.at(i) + col,
            s.stride());
      }
    }
    decayStateBy(cumulative.array(), cumulative.at(n - 1));
  }

  /** Columns from {@code col} on of {@code c = z + a·b}; a one-row z stands for every row. */
  private static void multiply(
      int rows,
      int depth,
      FloatMatrix a,
      int row,
      FloatMatrix b,
      int col,
      FloatMatrix z,
      FloatMatrix c) {
    boolean everyRow = z.rows() == 1;
    ProductTile.multiply(
        rows,
        depth,
        a.array(),
        a.at(row),
        a.stride(),
        b.array(),
        b.offset() + col,
        b.stride(),
        z.array(),
        z.offset() + (everyRow ? 0 : col),
        everyRow ? 0 : z.stride(),
        c.array(),
        c.offset() + col,
        c.stride());
  }
}
