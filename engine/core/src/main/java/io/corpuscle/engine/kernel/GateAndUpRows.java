package io.corpuscle.engine.kernel;

import java.util.List;
import java.util.stream.Stream;

/**
 * The two matrices of a gated feed-forward as one, in turns: {@value #TURN} rows of the gate, the
 * same rows of the other, and so on; the last turn may be shorter. So a gate and what it multiplies
 * come out of the product close together.
 *
 * @param gate W_gate, {@code [F, I]}
 * @param up W_up, {@code [F, I]}
 */
public record GateAndUpRows(WeightRows gate, WeightRows up) implements WeightRows {
  /** How many rows of a matrix follow one another. */
  public static final int TURN = 256;

  public GateAndUpRows {
    if (gate.outputs() != up.outputs() || gate.inputs() != up.inputs()) {
      throw new IllegalStateException(
          "the gate is ["
              + gate.outputs()
              + ", "
              + gate.inputs()
              + "] and what it multiplies ["
              + up.outputs()
              + ", "
              + up.inputs()
              + "]");
    }
  }

  /** Row of gate {@code i} in the matrix. */
  public static int gateRow(int i) {
    return i / TURN * 2 * TURN + i % TURN;
  }

  /**
   * Row of what gate {@code i} multiplies.
   *
   * @param width F
   */
  public static int upRow(int i, int width) {
    return gateRow(i) + turn(i, width);
  }

  /** How many rows the turn has that gate {@code i} is in. */
  public static int turn(int i, int width) {
    return Math.min(TURN, width - i / TURN * TURN);
  }

  @Override
  public int outputs() {
    return 2 * gate.outputs();
  }

  @Override
  public int inputs() {
    return gate.inputs();
  }

  @Override
  public void read(int output, float[] target, int at) {
    int first = output / (2 * TURN) * TURN;
    int turn = turn(first, gate.outputs());
    int inTurns = output % (2 * TURN);
    if (inTurns < turn) {
      gate.read(first + inTurns, target, at);
    } else {
      up.read(first + inTurns - turn, target, at);
    }
  }

  @Override
  public List<String> tensors() {
    return Stream.of(gate, up).flatMap(part -> part.tensors().stream()).toList();
  }
}
