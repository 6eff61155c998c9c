package io.corpuscle.jobs;

import java.util.Locale;

/** What becomes of the runs that are already in the output. */
public enum WriteMode {
  /** They stay, and the new run stands beside them. */
  APPEND,
  /** They are removed, once the new run is committed and not before. */
  OVERWRITE,
  /**
   * They stay, and the new run goes on from the latest of them that was read in the same way: what
   * has not changed since is taken over, what has grown is read on. It is as whole as any other.
   */
  INCREMENTAL;

  /** The name a configuration uses. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
