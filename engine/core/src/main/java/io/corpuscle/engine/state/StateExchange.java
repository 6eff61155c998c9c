package io.corpuscle.engine.state;

import java.nio.ByteBuffer;

/**
 * Takes the numbers out of a state, or puts others in their place. A state hands them over by names
 * and sizes that depend on nothing but its shape and its position, so that one description serves
 * both ways.
 */
public interface StateExchange {

  /**
   * The position of the next token.
   *
   * @param position the state's
   * @return the one it has from now on
   */
  long position(long position);

  /** The first {@code count} of some numbers. */
  void floats(String name, float[] values, int count);

  /** The first {@code count} of some bytes. */
  void bytes(String name, byte[] values, int count);

  /** The bytes of a buffer {@code from} … {@code from + count}, whatever its position. */
  void bytes(String name, ByteBuffer values, int from, int count);

  /** The same under names that begin so. */
  default StateExchange within(String prefix) {
    StateExchange whole = this;
    return new StateExchange() {
      @Override
      public long position(long position) {
        return whole.position(position);
      }

      @Override
      public void floats(String name, float[] values, int count) {
        whole.floats(prefix + name, values, count);
      }

      @Override
      public void bytes(String name, byte[] values, int count) {
        whole.bytes(prefix + name, values, count);
      }

      @Override
      public void bytes(String name, ByteBuffer values, int from, int count) {
        whole.bytes(prefix + name, values, from, count);
      }
    };
  }
}
