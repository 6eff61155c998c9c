package io.corpuscle.engine.kernel;

/**
 * Float weights rounded to signed bytes with scales that are given: {@code integer = w / scale},
 * half to even.
 *
 * @param weights the weights as stored, {@code [O, I]}
 * @param scales a scale for every {@code groupSize} inputs, {@code [O, I / groupSize]}
 */
public record GroupQuantization(WeightRows weights, WeightRows scales, int groupSize)
    implements QuantizedRows {

  public GroupQuantization {
    if (weights.outputs() != scales.outputs() || weights.inputs() != scales.inputs() * groupSize) {
      throw new IllegalArgumentException(
          "weights "
              + shape(weights)
              + " in groups of "
              + groupSize
              + " do not go with scales "
              + shape(scales));
    }
  }

  private static String shape(WeightRows rows) {
    return "[" + rows.outputs() + ", " + rows.inputs() + "]";
  }

  @Override
  public int outputs() {
    return weights.outputs();
  }

  @Override
  public int inputs() {
    return weights.inputs();
  }

  @Override
  public void read(int output, byte[] integers, float[] groupScales) {
    float[] row = new float[inputs()];
    weights.read(output, row, 0);
    scales.read(output, groupScales, 0);
    for (int i = 0; i < row.length; i++) {
      float scale = groupScales[i / groupSize];
      double rounded = scale == 0 ? 0 : Math.rint(row[i] / scale);
      integers[i] = (byte) Math.max(-Byte.MAX_VALUE, Math.min(Byte.MAX_VALUE, rounded));
    }
  }
}
