package io.corpuscle.jobs.publish;

import java.util.List;

/** Writes all rows but some. */
final class LosingTables extends ForwardingTables {
  LosingTables(LakeTables tables) {
    super(tables);
  }

  @Override
  public void merge(RunRows changes, List<String> keys) {
    int some = Math.toIntExact(changes.rows().count() - 1);
    super.merge(changes.with(changes.rows().limit(some)), keys);
  }
}
