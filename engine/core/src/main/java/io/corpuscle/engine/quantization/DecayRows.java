package io.corpuscle.engine.quantization;

import io.corpuscle.engine.checkpoint.StoredTensor;
import io.corpuscle.engine.kernel.WeightRows;
import java.util.List;

/**
 * The low-rank layer of the decays as one full layer: W₁·W₀, {@code [G·d, D]}, a row at a time.
 * Products are summed in float64.
 */
final class DecayRows implements WeightRows {
  private final StoredTensor outer;
  private final String inputTensor;
  private final int outputs;
  private final int rank;
  private final int inputs;
  private final float[] inner;

  /**
   * @param outer W₁, {@code [G·d, rank]}
   * @param inner W₀, {@code [rank, D]}
   */
  DecayRows(StoredTensor outer, StoredTensor inner) {
    List<Long> of = outer.shape();
    if (of.size() != 2 || inner.shape().size() != 2 || !of.get(1).equals(inner.shape().get(0))) {
      throw new QuantizationException(
          "'"
              + outer.name()
              + "' is "
              + of
              + " and '"
              + inner.name()
              + "' is "
              + inner.shape()
              + ": they do not multiply. The checkpoint is damaged.");
    }
    this.outer = outer;
    this.inputTensor = inner.name();
    this.outputs = Math.toIntExact(of.get(0));
    this.rank = Math.toIntExact(of.get(1));
    this.inputs = Math.toIntExact(inner.shape().get(1));
    this.inner = inner.floats();
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public int inputs() {
    return inputs;
  }

  /** W₀, whose inputs are those of the whole. */
  @Override
  public List<String> tensors() {
    return List.of(inputTensor);
  }

  @Override
  public void read(int output, float[] target, int at) {
    float[] w = new float[rank];
    outer.floats((long) output * rank, w, 0, rank);
    for (int i = 0; i < inputs; i++) {
      double sum = 0;
      for (int r = 0; r < rank; r++) {
        sum += (double) w[r] * inner[r * inputs + i];
      }
      target[at + i] = (float) sum;
    }
  }
}
