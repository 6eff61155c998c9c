package io.corpuscle.engine.kernel.vector;

import static io.corpuscle.engine.kernel.vector.Lanes.F;
import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;
import static io.corpuscle.engine.kernel.vector.Lanes.NOTHING;
import static io.corpuscle.engine.kernel.vector.Lanes.load;
import static io.corpuscle.engine.kernel.vector.ProductTile.COLS;
import static io.corpuscle.engine.kernel.vector.ProductTile.ROWS;
import static io.corpuscle.engine.state.WindowState.TILE;

import io.corpuscle.engine.state.FloatWindow;
import io.corpuscle.engine.state.Int8Window;
import io.corpuscle.engine.state.WindowState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Softmax attention over a window, a tile of keys at a time. For each query, with m the largest
 * score so far, l and o the sums so far relative to it:
 *
 * <pre>
 *   s = q·Kᵀ / √d        m' = max(m, max s)        p = exp(s − m')
 *   l ← l·exp(m − m') + Σ p
 *   o ← o·exp(m − m') + p·V
 * </pre>
 *
 * and o / l in the end. Tiles lie at absolute positions, a key outside of a query's window adds
 * exactly nothing, and nothing else of a query's row is shared: reads may be cut anywhere.
 *
 * <p>One instance serves one call and holds its scratch. Rows of scratch are d̄ long: d, filled up
 * with zeros to whole tiles.
 */
final class WindowAttention {
  private final WindowState state;
  private final int d;
  private final int padded;
  private final int group;
  private final float queryScale;

  private final FloatMatrix
      queries; // q / √d, [64·H/G, d̄], the heads of a token one after the other
  private final FloatMatrix outputs; // o, [64·H/G up to ROWS, d̄]
  private final FloatMatrix sums; // l, [64·H/G, LENGTH], a sum a lane
  private final FloatMatrix maxima; // m, [64·H/G, 1]
  private final FloatMatrix scores; // s, then p, [ROWS, 64]
  private final FloatMatrix values; // V, [64, d̄]
  private final FloatMatrix zeros; // [1, COLS]
  private final FloatMatrix decodedKeys; // K, [d, 64], of a window in bytes

  // Where the keys of the tile are, [d, 64].
  private float[] keys;
  private int keysAt;

  WindowAttention(WindowState state, int queryCols, Workspace.Frame frame) {
    this.state = state;
    this.d = state.headDim();
    this.padded = Lanes.roundUp(d, COLS);
    this.group = queryCols / (d * state.kvHeads());
    this.queryScale = (float) (1 / Math.sqrt(d));
    this.queries = frame.matrix(TILE * group, padded);
    this.outputs = frame.matrix(TILE * group, padded);
    this.sums = frame.matrix(TILE * group, LENGTH);
    this.maxima = frame.matrix(TILE * group, 1);
    this.scores = frame.matrix(ROWS, TILE);
    this.values = frame.matrix(TILE, padded);
    this.zeros = frame.matrix(1, COLS);
    this.decodedKeys = frame.matrix(state instanceof Int8Window ? d : 0, TILE);
    this.keys = decodedKeys.array();
    Arrays.fill(zeros.array(), zeros.offset(), zeros.offset() + COLS, 0);
  }

  void run(FloatMatrix q, FloatMatrix k, FloatMatrix v, FloatMatrix o) {
    int t = 0;
    while (t < q.rows()) {
      long position = state.position();
      int n = Math.min(TILE - (int) (position % TILE), q.rows() - t);
      state.append(k, v, t, n);
      for (int g = 0; g < state.kvHeads(); g++) {
        begin(q.columns(g * group * d, group * d), t, n);
        if (state.sinks().isPresent()) {
          attendAll(state.sinks().get(), g, n);
        }
        long first = Math.max(0, position - state.window() + 1);
        for (long tile = first / TILE * TILE; tile < position + n; tile += TILE) {
          take(state, tile, g);
          for (int m = 0; m < n * group; m += ROWS) {
            attend(m, Math.min(ROWS, n * group - m), position, tile);
          }
        }
        finish(o.columns(g * group * d, group * d), t, n);
      }
      t += n;
    }
  }

  /** Attention over all that the window holds, whatever the query's position. */
  void runOverAll(FloatMatrix q, FloatMatrix o) {
    for (int t = 0; t < q.rows(); t += TILE) {
      int n = Math.min(TILE, q.rows() - t);
      for (int g = 0; g < state.kvHeads(); g++) {
        begin(q.columns(g * group * d, group * d), t, n);
        attendAll(state, g, n);
        finish(o.columns(g * group * d, group * d), t, n);
      }
    }
  }

  /** Adds all keys of a window, which every query sees. */
  private void attendAll(WindowState window, int g, int n) {
    for (long tile = 0; tile < window.position(); tile += TILE) {
      take(window, tile, g);
      int count = (int) Math.min(TILE, window.position() - tile);
      int to = Lanes.roundUp(count, COLS);
      for (int m = 0; m < n * group; m += ROWS) {
        int rows = Math.min(ROWS, n * group - m);
        score(m, rows, 0, to);
        for (int r = 0; r < rows; r++) {
          softmax(m + r, scores.at(r), 0, to, 0, count);
        }
        mix(m, rows, 0, to);
      }
    }
  }

  private void begin(FloatMatrix q, int t, int n) {
    for (int m = 0; m < n * group; m++) {
      int from = q.at(t + m / group) + m % group * d;
      Rows.copy(q.array(), from, d, queries.array(), queries.at(m), padded);
      Rows.scale(queries.array(), queries.at(m), padded, queryScale);
    }
    int rows = Lanes.roundUp(n * group, ROWS);
    Arrays.fill(outputs.array(), outputs.at(0), outputs.at(rows), 0);
    Arrays.fill(sums.array(), sums.at(0), sums.at(n * group), 0);
    Arrays.fill(maxima.array(), maxima.at(0), maxima.at(n * group), NOTHING);
  }

  private void take(WindowState window, long tile, int g) {
    if (window instanceof Int8Window bytes) {
      bytes.keys(tile, g, decodedKeys.array(), decodedKeys.offset());
      keysAt = decodedKeys.offset();
      for (int i = 0; i < TILE; i++) {
        bytes.value(tile + i, g, values.array(), values.at(i));
        Arrays.fill(values.array(), values.at(i) + d, values.at(i) + padded, 0);
      }
      return;
    }
    FloatWindow floats = (FloatWindow) window;
    keys = floats.keys();
    keysAt = floats.tileAt(tile, g);
    for (int i = 0; i < TILE; i++) {
      Rows.copy(floats.values(), keysAt + i * d, d, values.array(), values.at(i), padded);
    }
  }

  /** Adds one tile of keys to {@code rows} queries from row m on; {@code position} is row 0's. */
  private void attend(int m, int rows, long position, long tile) {
    // Keys from … to of the tile are those that any of these queries sees, in whole vectors.
    int from = firstSeen(position + m / group, tile);
    int to = lastSeen(position + (m + rows - 1) / group, tile);
    if (from >= to) {
      return;
    }
    from = from / COLS * COLS;
    to = Lanes.roundUp(to, COLS);
    score(m, rows, from, to);
    for (int r = 0; r < rows; r++) {
      long t = position + (m + r) / group;
      softmax(m + r, scores.at(r), from, to, firstSeen(t, tile), lastSeen(t, tile));
    }
    mix(m, rows, from, to);
  }

  /** Scores of keys from … to of the tile. */
  private void score(int m, int rows, int from, int to) {
    for (int col = from; col < to; col += COLS) {
      ProductTile.multiply(
          rows,
          d,
          queries.array(),
          queries.at(m),
          padded,
          keys,
          keysAt + col,
          TILE,
          zeros.array(),
          zeros.offset(),
          0,
          scores.array(),
          scores.offset() + col,
          TILE);
    }
  }

  /** Adds the values that they weigh. */
  private void mix(int m, int rows, int from, int to) {
    for (int col = 0; col < padded; col += COLS) {
      ProductTile.multiply(
          rows,
          to - from,
          scores.array(),
          scores.offset() + from,
          TILE,
          values.array(),
          values.at(from) + col,
          padded,
          outputs.array(),
          outputs.at(m) + col,
          padded,
          outputs.array(),
          outputs.at(m) + col,
          padded);
    }
  }

  /** The first key of the tile that the query at position t sees; may lie beyond the tile. */
  private int firstSeen(long t, long tile) {
    return (int) Math.min(TILE, Math.max(0, t - state.window() + 1 - tile));
  }

  /** One more than the last key of the tile that the query at position t sees. */
  private static int lastSeen(long t, long tile) {
    return (int) Math.max(0, Math.min(TILE, t + 1 - tile));
  }

  /**
   * Turns the scores {@code from … to} of query m into p; those outside {@code seenFrom … seenTo}
   * into 0.
   */
  private void softmax(int m, int scoresAt, int from, int to, int seenFrom, int seenTo) {
    float[] p = scores.array();
    if (seenFrom >= seenTo) {
      Arrays.fill(p, scoresAt + from, scoresAt + to, 0);
      return;
    }
    if (from < seenFrom) {
      Arrays.fill(p, scoresAt + from, scoresAt + seenFrom, NOTHING);
    }
    if (seenTo < to) {
      Arrays.fill(p, scoresAt + seenTo, scoresAt + to, NOTHING);
    }
    FloatVector largest = FloatVector.broadcast(F, NOTHING);
    for (int i = scoresAt + from; i < scoresAt + to; i += LENGTH) {
      largest = largest.max(load(p, i));
    }
    float before = maxima.array()[maxima.at(m)];
    float max = Math.max(before, largest.reduceLanes(VectorOperators.MAX));
    if (max != before) {
      rescale(m, before - max);
      maxima.array()[maxima.at(m)] = max;
    }
    FloatVector sum = load(sums.array(), sums.at(m));
    for (int i = scoresAt + from; i < scoresAt + to; i += LENGTH) {
      FloatVector e = Lanes.exp(load(p, i).sub(max));
      e.intoArray(p, i);
      sum = sum.add(e);
    }
    sum.intoArray(sums.array(), sums.at(m));
  }

  /** Multiplies the sums of query m by exp(x). */
  private void rescale(int m, float x) {
    FloatVector factor = Lanes.exp(FloatVector.broadcast(F, x));
    float[] l = sums.array();
    load(l, sums.at(m)).mul(factor).intoArray(l, sums.at(m));
    float[] o = outputs.array();
    for (int i = outputs.at(m); i < outputs.at(m) + padded; i += LENGTH) {
      load(o, i).mul(factor).intoArray(o, i);
    }
  }

  private void finish(FloatMatrix o, int t, int n) {
    for (int m = 0; m < n * group; m++) {
      float total = Lanes.sum(load(sums.array(), sums.at(m)));
      Rows.scale(outputs.array(), outputs.at(m), padded, 1 / total);
      int at = o.at(t + m / group) + m % group * d;
      System.arraycopy(outputs.array(), outputs.at(m), o.array(), at, d);
    }
  }
}
