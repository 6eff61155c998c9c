package io.corpuscle.engine.model;

import java.util.OptionalInt;

/**
 * A model in parts, each made when it is asked for: for who holds one layer at a time, because all
 * of them would not fit.
 */
public interface ModelParts {

  /** What token ids become; its table stays in its file. */
  Embedding embedding();

  /** How many blocks there are. */
  int layers();

  /** Block {@code n}, counted from 0, its weights packed anew. */
  Block block(int n);

  /** The norm after the last block. */
  RmsNorm norm();

  /** The language model head, its weights packed anew. */
  Projection head();

  /**
   * The most tokens of a document that the state has room for, the control token among them; empty
   * where it does not grow.
   */
  OptionalInt capacity();
}
