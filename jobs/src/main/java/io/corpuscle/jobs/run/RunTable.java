package io.corpuscle.jobs.run;

import io.corpuscle.schemas.Table;
import io.corpuscle.schemas.Tables;
import java.util.List;

/** A table that a run may hold, and the columns that name a row of it. */
public enum RunTable {
  WINDOWS(Tables.WINDOWS, "doc_id", "window"),
  DOCUMENTS(Tables.DOCUMENTS, "doc_id"),
  SPIKES(Tables.SPIKES, "doc_id", "layer", "projection");

  private final Table table;
  private final List<String> keys;

  RunTable(Table table, String... keys) {
    this.table = table;
    this.keys = List.of(keys);
  }

  /** What its rows are. */
  public Table table() {
    return table;
  }

  /** The columns no two rows of a run agree in, in the order that rows are sorted by. */
  public List<String> keys() {
    return keys;
  }

  /** Its name in a run's folder. */
  @Override
  public String toString() {
    return table.name();
  }
}
