package io.corpuscle.jobs.publish;

import java.util.List;

/** Breaks after so many changes of tables. */
final class BreakingTables extends ForwardingTables {
  private int left;

  /** As if the driver had died. */
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  BreakingTables(LakeTables tables, int changes) {
    super(tables);
    this.left = changes;
  }

  private void breakIfDone() {
    left--;
    if (left == 0) {
      throw new Broken();
    }
  }

  @Override
  public void append(RunRows rows) {
    super.append(rows);
    breakIfDone();
  }

  @Override
  public void replace(RunRows rows) {
    super.replace(rows);
    breakIfDone();
  }

  @Override
  public void merge(RunRows changes, List<String> keys) {
    super.merge(changes, keys);
    breakIfDone();
  }
}
