package io.corpuscle.jobs.publish;

/** How a run's rows stand to those that are in the tables already. */
public enum Arrival {
  /** Beside them. */
  BESIDE,
  /** In place of all of them. */
  INSTEAD,
  /** Document by document, so that the tables hold what the run holds. */
  BY_DOCUMENT
}
