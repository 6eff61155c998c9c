package io.corpuscle.engine.reading;

import java.util.Arrays;

/** The mean of the final hidden states of a window's tokens. Immutable. */
public final class EmbeddingVector {
  private final float[] values;

  EmbeddingVector(float[] values) {
    this.values = values;
  }

  /** D, the model's width. */
  public int size() {
    return values.length;
  }

  /** Component {@code i}. */
  public float value(int i) {
    return values[i];
  }

  /** A copy, {@code [D]}. */
  public float[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EmbeddingVector vector && Arrays.equals(values, vector.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }
}
