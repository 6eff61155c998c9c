package io.corpuscle.jobs.diff;

import java.util.List;

/**
 * What differs between a table of one run and the same table of another.
 *
 * @param table its name
 * @param rowsA rows in A
 * @param rowsB rows in B
 * @param onlyA rows whose key is in A only
 * @param onlyB rows whose key is in B only
 * @param differing rows that are in both with different values
 * @param documents how many documents those rows are of
 * @param first the first of these documents, by their ids
 * @param columns the columns in which rows differ, by their names
 * @param columnsOnlyA columns of content that are in A only
 * @param columnsOnlyB columns of content that are in B only
 */
public record TableDiff(
    String table,
    long rowsA,
    long rowsB,
    long onlyA,
    long onlyB,
    long differing,
    long documents,
    List<DocumentDiff> first,
    List<ColumnDiff> columns,
    List<String> columnsOnlyA,
    List<String> columnsOnlyB) {

  public TableDiff {
    first = List.copyOf(first);
    columns = List.copyOf(columns);
    columnsOnlyA = List.copyOf(columnsOnlyA);
    columnsOnlyB = List.copyOf(columnsOnlyB);
  }

  /** Whether nothing differs. */
  public boolean isEmpty() {
    return documents == 0 && columnsOnlyA.isEmpty() && columnsOnlyB.isEmpty();
  }
}
