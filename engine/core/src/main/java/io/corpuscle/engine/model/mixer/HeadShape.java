package io.corpuscle.engine.model.mixer;

import io.corpuscle.engine.tensor.FloatMatrix;

/**
 * How the heads of a mixer lie in the product that gives them all: queries {@code [T, H·d]}, keys
 * {@code [T, G·d]}, values {@code [T, G·d]}, then what else shares the input.
 *
 * @param heads H, query heads; head h reads key/value head ⌊h·G/H⌋
 * @param kvHeads G, key/value heads
 * @param headDim d
 */
public record HeadShape(int heads, int kvHeads, int headDim) {

  /** H·d. */
  public int queryDim() {
    return heads * headDim;
  }

  /** G·d. */
  public int kvDim() {
    return kvHeads * headDim;
  }

  FloatMatrix queries(FloatMatrix product) {
    return product.columns(0, queryDim());
  }

  FloatMatrix keys(FloatMatrix product) {
    return product.columns(queryDim(), kvDim());
  }

  FloatMatrix values(FloatMatrix product) {
    return product.columns(queryDim() + kvDim(), kvDim());
  }

  FloatMatrix rest(FloatMatrix product) {
    int from = queryDim() + 2 * kvDim();
    return product.columns(from, product.cols() - from);
  }
}
