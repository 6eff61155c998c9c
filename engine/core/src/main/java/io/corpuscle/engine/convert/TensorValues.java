package io.corpuscle.engine.convert;

/** The numbers of a tensor in row-major order, made or read when they are asked for. */
@FunctionalInterface
interface TensorValues {

  /**
   * Gives elements.
   *
   * @param from first element
   * @param target receives {@code count} numbers from 0 on
   */
  void read(long from, float[] target, int count);
}
