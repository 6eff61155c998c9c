package io.corpuscle.engine.kernel.onednn;

import static io.corpuscle.engine.kernel.vector.Lanes.F;
import static io.corpuscle.engine.kernel.vector.Lanes.LENGTH;
import static io.corpuscle.engine.kernel.vector.Lanes.NOTHING;
import static io.corpuscle.engine.kernel.vector.Lanes.load;
import static io.corpuscle.engine.state.WindowState.TILE;

import io.corpuscle.engine.kernel.vector.Lanes;
import io.corpuscle.engine.state.Bfloat16Window;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import org.bytedeco.javacpp.Pointer;

/**
 * Softmax attention over a window in bfloat16, up to {@value
 * io.corpuscle.engine.state.WindowState#TILE} queries and a part of the ring at a time. Queries of
 * all heads that share keys go together, the heads of a token one after the other: a single token
 * reads its keys and values once. For each query, with m the largest score so far, l and o the sums
 * so far relative to it:
 *
 * <pre>
 *   s = q·Kᵀ / √d        m' = max(m, max s)        p = exp(s − m')
 *   l ← l·exp(m − m') + Σ p
 *   o ← o·exp(m − m') + p·V
 * </pre>
 *
 * and o / l in the end. Both products are oneDNN's; queries and p are rounded to bfloat16 for them.
 * What a call covers follows from the absolute position of its tile alone, so that cuts at
 * multiples of a tile change no bits.
 *
 * <p>One instance serves one call and holds its scratch.
 */
final class Bfloat16Attention {
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final float[] UNSEEN = new float[TILE];

  static {
    Arrays.fill(UNSEEN, NOTHING);
  }

  private final AttentionProducts products;
  private final Bfloat16Window window;
  private final int d;
  private final int group;
  private final FloatVector queryScale;
  private Addresses own;
  private final Optional<Addresses> sinks;

  private final FloatMatrix query; // q / √d of one row, [1, d]
  private final FloatMatrix outputs; // o, [TILE, d]
  private final FloatMatrix sums; // l, [TILE, LENGTH], a sum a lane
  private final FloatMatrix maxima; // m, [TILE, 1]
  private final FloatMatrix factors; // exp(m − m'), [TILE, 1]

  Bfloat16Attention(
      AttentionProducts products, Bfloat16Window window, int queryCols, Workspace.Frame frame) {
    this.products = products;
    this.window = window;
    this.d = window.headDim();
    this.group = queryCols / (d * window.kvHeads());
    this.queryScale = FloatVector.broadcast(F, (float) (1 / Math.sqrt(d)));
    this.own = new Addresses(window);
    this.sinks = window.sinks().map(keys -> new Addresses((Bfloat16Window) keys));
    this.query = frame.matrix(1, d);
    this.outputs = frame.matrix(TILE, d);
    this.sums = frame.matrix(TILE, LENGTH);
    this.maxima = frame.matrix(TILE, 1);
    this.factors = frame.matrix(TILE, 1);
  }

  /** Where a window's memory is. */
  private static final class Addresses {
    private final Bfloat16Window of;
    private final ByteBuffer buffer;
    private final long keys;
    private final long values;

    Addresses(Bfloat16Window of) {
      this.of = of;
      this.buffer = of.keys();
      this.keys = new Pointer(buffer).address();
      this.values = new Pointer(of.values()).address();
    }

    long keys(int g, int slot) {
      return keys + of.keysAt(g, slot);
    }

    long values(int g, int panel, int slot) {
      return values + of.valuesAt(g, panel, slot);
    }

    /** These, or where the window has moved to. */
    Addresses current() {
      return of.keys() == buffer ? this : new Addresses(of);
    }
  }

  void run(FloatMatrix q, FloatMatrix k, FloatMatrix v, FloatMatrix o) {
    int t = 0;
    while (t < q.rows()) {
      long position = window.position();
      int n = Math.min(TILE - (int) (position % TILE), q.rows() - t);
      window.append(k, v, t, n);
      own = own.current();
      for (int g = 0; g < window.kvHeads(); g++) {
        for (int m = 0; m < n * group; m += TILE) {
          Queries queries = new Queries(t, g, m, Math.min(TILE, n * group - m));
          begin(q, queries);
          if (sinks.isPresent()) {
            attendAll(sinks.get(), queries);
          }
          attend(position, queries);
          finish(o, queries);
        }
      }
      t += n;
    }
  }

  /** Attention over all that the window holds, whatever the query's position. */
  void runOverAll(FloatMatrix q, FloatMatrix o) {
    for (int t = 0; t < q.rows(); t += TILE) {
      int n = Math.min(TILE, q.rows() - t);
      for (int g = 0; g < window.kvHeads(); g++) {
        for (int m = 0; m < n * group; m += TILE) {
          Queries queries = new Queries(t, g, m, Math.min(TILE, n * group - m));
          begin(q, queries);
          attendAll(own, queries);
          finish(o, queries);
        }
      }
    }
  }

  /**
   * Queries that go together.
   *
   * @param t the row of q of the first token
   * @param g their key/value head
   * @param m how many of the tokens' queries come before them
   * @param rows how many they are
   */
  private record Queries(int t, int g, int m, int rows) {}

  /** Which token after the first query r is of. */
  private int token(Queries queries, int r) {
    return (queries.m() + r) / group;
  }

  /** Where query r's channels begin in a row of q and o. */
  private int column(Queries queries, int r) {
    return (queries.g() * group + (queries.m() + r) % group) * d;
  }

  /** Adds all keys of a window to n queries. */
  private void attendAll(Addresses all, Queries queries) {
    int count = Math.toIntExact(all.of.position());
    int filled = (count + TILE - 1) / TILE;
    for (int first = 0; first < filled; first += products.mostTiles()) {
      int tiles = tiles(filled - first, all.of.tiles() - first);
      products.score(queries.rows(), tiles, all.keys(queries.g(), first));
      int seen = count - first * TILE;
      for (int r = 0; r < queries.rows(); r++) {
        for (int i = seen / TILE; i < tiles; i++) {
          int from = Math.max(0, seen - i * TILE);
          products.scores().put((r * tiles + i) * TILE + from, UNSEEN, 0, TILE - from);
        }
      }
      mix(all, queries, first, tiles);
    }
  }

  /** How many tiles a call covers of {@code left} that are seen and {@code room} that are there. */
  private int tiles(int left, int room) {
    return Math.min(products.tilesFor(Math.min(products.mostTiles(), left)), room);
  }

  /** Turns the scores of a call into p, and adds the values that they weigh. */
  private void mix(Addresses from, Queries queries, int first, int tiles) {
    for (int r = 0; r < queries.rows(); r++) {
      softmax(r, tiles * TILE);
    }
    for (int p = 0; p < d / window.panel(); p++) {
      products.mix(queries.rows(), tiles, from.values(queries.g(), p, first));
      for (int r = 0; r < queries.rows(); r++) {
        take(r, p * window.panel());
      }
    }
  }

  private void begin(FloatMatrix q, Queries queries) {
    int n = queries.rows();
    for (int r = 0; r < n; r++) {
      int at = q.at(queries.t() + token(queries, r)) + column(queries, r);
      for (int i = 0; i < d; i += LENGTH) {
        load(q.array(), at + i).mul(queryScale).intoArray(query.array(), query.offset() + i);
      }
      OperandRows.round(query.array(), query.offset(), d, products.queries(), r * d * Short.BYTES);
    }
    Arrays.fill(outputs.array(), outputs.at(0), outputs.at(n), 0);
    Arrays.fill(sums.array(), sums.at(0), sums.at(n), 0);
    Arrays.fill(maxima.array(), maxima.at(0), maxima.at(n), NOTHING);
  }

  /** Adds the whole window of queries from {@code position} on, part by part of the ring. */
  private void attend(long position, Queries queries) {
    long newest = position / TILE;
    int filled = (int) Math.min(newest + 1, window.tiles());
    for (int first = 0; first < filled; first += products.mostTiles()) {
      int tiles = tiles(filled - first, window.tiles() - first);
      products.score(queries.rows(), tiles, own.keys(queries.g(), first));
      hide(position, queries, newest, first, tiles);
      mix(own, queries, first, tiles);
    }
  }

  /** Takes the scores of keys that a query does not see out of its row. */
  private void hide(long position, Queries queries, long newest, int first, int tiles) {
    int newestSlot = window.slot(newest * TILE);
    long last = position + token(queries, queries.rows() - 1);
    long unseen = last + 1 - window.window();
    for (int i = 0; i < tiles; i++) {
      int behind = newestSlot - (first + i);
      long tile = newest - (behind < 0 ? behind + window.tiles() : behind);
      boolean seenByAll = tile >= 0 && tile < newest && tile * TILE >= unseen;
      if (!seenByAll) {
        for (int r = 0; r < queries.rows(); r++) {
          hide(position + token(queries, r), r * tiles * TILE + i * TILE, tile);
        }
      }
    }
  }

  /** Takes those of a tile, from score {@code at} on, that the query at t does not see. */
  private void hide(long t, int at, long tile) {
    FloatBuffer scores = products.scores();
    int from = (int) Math.max(0, Math.min(TILE, t - window.window() + 1 - tile * TILE));
    int to = tile < 0 ? 0 : (int) Math.min(TILE, t + 1 - tile * TILE);
    scores.put(at, UNSEEN, 0, from);
    scores.put(at + Math.max(from, to), UNSEEN, 0, TILE - Math.max(from, to));
  }

  /** Turns the scores of query r into p. */
  private void softmax(int r, int count) {
    ByteBuffer scores = products.scoreBytes();
    int at = Float.BYTES * count * r;
    float before = maxima.get(r, 0);
    float max = Math.max(before, SoftmaxRows.largest(scores, at, count));
    float factor = Lanes.exp(FloatVector.broadcast(F, before - max)).lane(0);
    maxima.set(r, 0, max);
    factors.set(r, 0, factor);
    SoftmaxRows.weigh(
        scores, at, count, max, products.weights(), at / 2, factor, sums.array(), sums.at(r));
  }

  /** {@code o ← o·exp(m − m') + p·V} for a panel of query r's channels. */
  private void take(int r, int column) {
    ByteBuffer mixed = products.mixed();
    int panel = window.panel();
    FloatVector factor = FloatVector.broadcast(F, factors.get(r, 0));
    for (int i = 0; i < panel; i += LENGTH) {
      int at = outputs.at(r) + column + i;
      load(outputs.array(), at)
          .fma(factor, FloatVector.fromByteBuffer(F, mixed, Float.BYTES * (r * panel + i), ORDER))
          .intoArray(outputs.array(), at);
    }
  }

  private void finish(FloatMatrix o, Queries queries) {
    for (int r = 0; r < queries.rows(); r++) {
      int to = o.at(queries.t() + token(queries, r)) + column(queries, r);
      FloatVector factor = FloatVector.broadcast(F, 1 / Lanes.sum(load(sums.array(), sums.at(r))));
      for (int i = 0; i < d; i += LENGTH) {
        load(outputs.array(), outputs.at(r) + i).mul(factor).intoArray(o.array(), to + i);
      }
    }
  }
}
