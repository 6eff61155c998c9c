package io.corpuscle.engine.kernel;

/**
 * Float weights rounded to signed bytes with one scale an output channel: {@code scale = max|row| /
 * 127}, {@code integer = row / scale} rounded half to even.
 *
 * @param weights the weights as stored
 */
public record ChannelQuantization(WeightRows weights) implements QuantizedRows {
  private static final float LARGEST = Byte.MAX_VALUE;

  @Override
  public int outputs() {
    return weights.outputs();
  }

  @Override
  public int inputs() {
    return weights.inputs();
  }

  @Override
  public int groupSize() {
    return weights.inputs();
  }

  @Override
  public void read(int output, byte[] integers, float[] scales) {
    float[] row = new float[weights.inputs()];
    weights.read(output, row, 0);
    float max = 0;
    for (float w : row) {
      max = Math.max(max, Math.abs(w));
    }
    scales[0] = max / LARGEST;
    for (int i = 0; i < row.length; i++) {
      // A row of zeros has scale 0, and so has its every product.
      integers[i] = max == 0 ? 0 : (byte) Math.rint(row[i] / scales[0]);
    }
  }
}
