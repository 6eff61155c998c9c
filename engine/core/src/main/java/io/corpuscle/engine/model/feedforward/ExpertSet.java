package io.corpuscle.engine.model.feedforward;

/** The experts of one layer, lent to who multiplies them. Safe for use by several threads. */
public sealed interface ExpertSet permits PackedExperts, HotExperts {

  /** N, how many there are. */
  int count();

  /** Size of the weights that are in memory now. */
  long bytes();

  /**
   * Lends an expert, which stays what it is until it is given back.
   *
   * @param tokens how many are about to go through it
   */
  SwiGlu borrow(int e, int tokens);

  /** Takes back what {@link #borrow} lent. */
  void giveBack(int e, SwiGlu expert);
}
