package io.corpuscle.engine.kernel;

import java.util.List;

/**
 * A weight matrix as its checkpoint stores it, {@code [outputs, inputs]}, read row by row while a
 * provider packs it, by several threads at a time. Several tensors that share an input can stand as
 * one.
 */
public interface WeightRows {

  int outputs();

  int inputs();

  /** Copies row {@code output}, {@code [inputs]}, into {@code target} from {@code at} on. */
  void read(int output, float[] target, int at);

  /** The names of the tensors that the rows are of, in a checkpoint; none if they are made. */
  default List<String> tensors() {
    return List.of();
  }
}
