package io.corpuscle.engine.kernel.onednn;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What of a row's counts does not fit into bytes: {@code count = low + factor·digit}, the row of
 * low digits being where the row is. Only counts beyond ±127 need it, which are rare.
 */
final class HighDigits {
  /** Digits are −63 … 63. */
  static final int BASE = Byte.MAX_VALUE;

  private final int row;
  private final float factor;
  private final byte[] digits;
  private int[] positions;
  private int count;

  private HighDigits(int row, float factor, byte[] digits, int[] positions, int count) {
    this.row = row;
    this.factor = factor;
    this.digits = digits;
    this.positions = positions;
    this.count = count;
  }

  /**
   * Zeros.
   *
   * @param row whose counts
   * @param factor a power of {@link #BASE}
   * @param bytes the length of an operand's row
   */
  static HighDigits zeros(int row, float factor, int bytes) {
    return new HighDigits(row, factor, new byte[bytes], new int[4], 0);
  }

  /** The same digits, of a row that has the same counts; these must not change any more. */
  HighDigits of(int sameRow) {
    return new HighDigits(sameRow, factor, digits, positions, count);
  }

  /** The digit of {@code count} before those of {@link #rest}. */
  static int digit(int count) {
    return count - BASE * rest(count);
  }

  /** What is left of {@code count} after its lowest digit, in units of {@link #BASE}. */
  static int rest(int count) {
    return Math.floorDiv(count + BASE / 2, BASE);
  }

  /** Whose counts. */
  int row() {
    return row;
  }

  /** What a digit counts for. */
  float factor() {
    return factor;
  }

  /** The digit at a position in the order of {@link ElementLayout}. */
  int at(int position) {
    return digits[position];
  }

  void set(int position, int digit) {
    digits[position] = (byte) digit;
    if (count == positions.length) {
      positions = Arrays.copyOf(positions, 2 * count);
    }
    positions[count] = position;
    count++;
  }

  /** How many digits were set; all others are 0. */
  int count() {
    return count;
  }

  /** Where the i-th of them is. */
  int position(int i) {
    return positions[i];
  }

  /** The digits as a row of an operand. */
  void copyTo(ByteBuffer target, int at) {
    target.put(at, digits);
  }
}
