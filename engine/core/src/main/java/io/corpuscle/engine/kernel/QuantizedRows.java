package io.corpuscle.engine.kernel;

/**
 * A weight matrix as signed bytes, {@code [outputs, inputs]}, read row by row while a provider
 * packs it, by several threads at a time: {@code w[o, i] = integer[o, i] · scale[o, i /
 * groupSize]}.
 */
public interface QuantizedRows {

  int outputs();

  int inputs();

  /**
   * How many inputs share a scale: all of them, or a divisor of their number that is a multiple of
   * 64.
   */
  int groupSize();

  /**
   * Reads row {@code output}.
   *
   * @param integers {@code [inputs]}, −127 … 127, overwritten
   * @param scales {@code [inputs / groupSize]}, overwritten
   */
  void read(int output, byte[] integers, float[] scales);
}
