package io.corpuscle.engine.kernel.onednn;

import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.SpikeThreshold;
import io.corpuscle.engine.kernel.vector.SpikeRows;
import io.corpuscle.engine.spike.SpikeTally;
import io.corpuscle.engine.tensor.ByteRegion;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows about to be multiplied, outside of the Java heap. There is room for as many rows as the
 * bucket of the last product has; what stands in those that are not there is multiplied and read by
 * nobody.
 */
final class OnednnOperand implements Operand {
  private final int rows;
  private final int cols;
  private final OperandFormat format;
  private final ElementLayout layout;
  private final ByteRegion region;
  private final FloatMatrix scales; // [rows, 1]; of integers only
  private final FloatMatrix row; // [1, padded]
  private final FloatMatrix sums; // [1, LANES]
  private final List<HighDigits> highDigits = new ArrayList<>();

  OnednnOperand(int rows, int cols, OperandFormat format, Workspace.Frame frame) {
    this.rows = rows;
    this.cols = cols;
    this.format = format;
    this.layout = ElementLayout.of(format.precision());
    this.region = frame.bytes(Math.multiplyExact(Buckets.roomFor(rows, layout), rowBytes()));
    this.scales = frame.matrix(rows, 1);
    this.row = frame.matrix(1, layout.padded(cols));
    this.sums = frame.matrix(1, SpikeThreshold.LANES);
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int cols() {
    return cols;
  }

  @Override
  public OperandFormat format() {
    return format;
  }

  /** How the elements of a row lie. */
  ElementLayout layout() {
    return layout;
  }

  /** Where the elements are. */
  ByteRegion region() {
    return region;
  }

  /** How far rows are apart. */
  int rowBytes() {
    return layout.bytes() * layout.padded(cols);
  }

  /** What row t's products are to be multiplied with. */
  float scale(int t) {
    return layout == ElementLayout.INT8 ? scales.get(t, 0) : 1;
  }

  /** Room for one row of floats, on which {@link #load} may be called. */
  FloatMatrix row() {
    return row;
  }

  /** What of the counts of some rows does not fit into bytes. */
  List<HighDigits> highDigits() {
    return highDigits;
  }

  /** Where the digits of rows {@code t …} begin in {@link #highDigits}; they are in order. */
  int firstDigits(int t) {
    int low = 0;
    int high = highDigits.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (highDigits.get(middle).row() < t) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Corrects a tally that took the low digits of rows {@code from …} for their counts.
   *
   * @param rows how many
   */
  void correct(int from, int rows, SpikeTally tally) {
    int end = firstDigits(from + rows);
    for (int i = firstDigits(from); i < end; i++) {
      HighDigits high = highDigits.get(i);
      if (high.factor() == HighDigits.BASE) {
        List<HighDigits> digits = digitsOf(high.row());
        for (int j = 0; j < high.count(); j++) {
          int position = high.position(j);
          int low = region.block().get(region.at() + high.row() * rowBytes() + position);
          tally.replace(low, count(low, position, digits));
        }
      }
    }
  }

  /**
   * How often each channel of row t fired.
   *
   * @param counts {@code [I]}, overwritten
   */
  void counts(int t, int[] counts) {
    List<HighDigits> digits = digitsOf(t);
    for (int i = 0; i < cols; i++) {
      int position = layout.position(i);
      int low = region.block().get(region.at() + t * rowBytes() + position);
      counts[i] = count(low, position, digits);
    }
  }

  private List<HighDigits> digitsOf(int t) {
    return highDigits.subList(firstDigits(t), firstDigits(t + 1));
  }

  private static int count(int low, int position, List<HighDigits> digits) {
    int count = low;
    for (HighDigits high : digits) {
      count += (int) high.factor() * high.at(position);
    }
    return count;
  }

  /** Forgets what rows it has: they are about to be taken anew. */
  void clear() {
    highDigits.clear();
  }

  /** Takes row t of another operand of this format as row {@code to}, the rows in order. */
  void copy(OnednnOperand x, int t, int to) {
    int from = x.region.at() + t * rowBytes();
    region.block().put(region.at() + to * rowBytes(), x.region.block(), from, rowBytes());
    if (layout == ElementLayout.INT8) {
      scales.set(to, 0, x.scales.get(t, 0));
    }
    int end = x.firstDigits(t + 1);
    for (int i = x.firstDigits(t); i < end; i++) {
      highDigits.add(x.highDigits.get(i).of(to));
    }
  }

  /** Takes row t from {@code x}, {@code [cols]} from {@code at} on. */
  void load(int t, float[] x, int at) {
    int padded = row.cols();
    float[] from = x;
    int fromAt = at;
    if (cols < padded) {
      from = row.array();
      fromAt = row.offset();
      System.arraycopy(x, at, from, fromAt, cols);
      Arrays.fill(from, fromAt + cols, fromAt + padded, 0);
    }
    take(t, from, fromAt, padded);
  }

  private void take(int t, float[] x, int at, int count) {
    int to = region.at() + t * rowBytes();
    switch (format.precision()) {
      case FLOAT32 -> OperandRows.copy(x, at, count, region.block(), to);
      case BFLOAT16 -> OperandRows.round(x, at, count, region.block(), to);
      case INT8 -> scales.set(t, 0, OperandRows.quantise(x, at, count, region.block(), to));
      case SPIKING -> count(t, x, at, count, to);
      default -> throw new IllegalStateException("no operand of " + format);
    }
  }

  private void count(int t, float[] x, int at, int count, int to) {
    float threshold =
        SpikeRows.threshold(x, at, cols, format.spikeK(), sums.array(), sums.offset());
    scales.set(t, 0, threshold);
    float largest = OperandRows.count(x, at, count, threshold, region.block(), to);
    if (largest > Byte.MAX_VALUE) {
      split(t, x, at, threshold, to);
    }
  }

  /** Puts counts beyond a byte as digits: the lowest where the row is, the others aside. */
  private void split(int t, float[] x, int at, float threshold, int to) {
    int first = highDigits.size();
    // A little less than what is rounded to 128, so that no rounding here decides.
    float large = threshold * Byte.MAX_VALUE;
    for (int i = 0; i < cols; i++) {
      if (Math.abs(x[at + i]) > large) {
        int count = (int) SpikeThreshold.count(x[at + i], threshold);
        if (Math.abs(count) > Byte.MAX_VALUE) {
          split(t, count, layout.position(i), to, first);
        }
      }
    }
  }

  private void split(int t, int count, int position, int to, int first) {
    region.block().put(to + position, (byte) HighDigits.digit(count));
    float factor = HighDigits.BASE;
    int level = first;
    for (int rest = HighDigits.rest(count); rest != 0; rest = HighDigits.rest(rest)) {
      if (level == highDigits.size()) {
        highDigits.add(HighDigits.zeros(t, factor, rowBytes()));
      }
      highDigits.get(level).set(position, HighDigits.digit(rest));
      factor *= HighDigits.BASE;
      level++;
    }
  }
}
