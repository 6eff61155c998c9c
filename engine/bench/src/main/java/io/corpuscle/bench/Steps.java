package io.corpuscle.bench;

/** Work without end, done step by step on one thread. */
@FunctionalInterface
public interface Steps {

  /** Does the next step; how much was done in it, in the unit that is counted. */
  long next();

  /** Called once, when what is done begins to count. */
  default void begin() {}
}
