package io.corpuscle.engine.model.feedforward;

import io.corpuscle.engine.kernel.RowSelection;
import io.corpuscle.engine.tensor.FloatMatrix;
import java.util.Arrays;

/**
 * Which experts the tokens of a chunk go to. Reused from layer to layer and from chunk to chunk by
 * one thread.
 */
public final class Routing {
  private int tokens;
  private int chosen;

  /** The experts of every token, the one with the largest weight first, {@code [T, k]}. */
  private int[] experts = new int[0];

  /** What their results count for, {@code [T, k]}. */
  private float[] weights = new float[0];

  /** How many tokens go to each expert, and where they begin in {@link #places}, {@code [N]}. */
  private int[] loads = new int[0];

  private int[] starts = new int[0];

  /** Indices of {@link #experts}, those of one expert after those of another, {@code [T·k]}. */
  private int[] places = new int[0];

  private double[] p = new double[0];

  /**
   * Chooses for every token the k experts of the largest weight, of equal ones the lower index.
   *
   * @param logits {@code [T, N]}
   * @param k how many experts a token goes to
   */
  void choose(FloatMatrix logits, Router.Activation activation, int k) {
    tokens = logits.rows();
    chosen = k;
    makeRoom(tokens * k, logits.cols());
    Arrays.fill(loads, 0);
    for (int t = 0; t < tokens; t++) {
      Router.weigh(logits, t, activation, p);
      for (int j = 0; j < k; j++) {
        int best = 0;
        for (int e = 1; e < p.length; e++) {
          if (p[e] > p[best]) {
            best = e;
          }
        }
        experts[t * k + j] = best;
        weights[t * k + j] = (float) p[best];
        loads[best]++;
        p[best] = Double.NEGATIVE_INFINITY;
      }
    }
    sort();
  }

  private void makeRoom(int choices, int count) {
    if (experts.length < choices) {
      experts = new int[choices];
      weights = new float[choices];
      places = new int[choices];
    }
    if (loads.length != count) {
      loads = new int[count];
      starts = new int[count];
      p = new double[count];
    }
  }

  /** By expert, in the order of tokens. */
  private void sort() {
    int at = 0;
    for (int e = 0; e < loads.length; e++) {
      starts[e] = at;
      at += loads[e];
    }
    for (int i = 0; i < tokens * chosen; i++) {
      places[starts[experts[i]]++] = i;
    }
    for (int e = 0; e < loads.length; e++) {
      starts[e] -= loads[e];
    }
  }

  /** T. */
  public int tokens() {
    return tokens;
  }

  /** k, how many experts a token goes to. */
  public int chosen() {
    return chosen;
  }

  /** N. */
  public int experts() {
    return loads.length;
  }

  /** How many tokens go to expert e. */
  public int load(int e) {
    return loads[e];
  }

  /** The j-th expert of token t, j &lt; k. */
  public int expert(int t, int j) {
    return experts[t * chosen + j];
  }

  /** The tokens that go to expert e, and what its results count for there. */
  RowSelection of(int e) {
    return new OfExpert(this, starts[e], loads[e]);
  }

  private record OfExpert(Routing routing, int start, int count) implements RowSelection {
    @Override
    public int row(int r) {
      return routing.places[start + r] / routing.chosen;
    }

    @Override
    public float weight(int r) {
      return routing.weights[routing.places[start + r]];
    }
  }
}
