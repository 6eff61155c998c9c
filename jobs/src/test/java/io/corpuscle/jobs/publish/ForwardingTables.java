package io.corpuscle.jobs.publish;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Does what others do. */
class ForwardingTables implements LakeTables {
  private final LakeTables tables;

  ForwardingTables(LakeTables tables) {
    this.tables = tables;
  }

  @Override
  public void requireUsable() {
    tables.requireUsable();
  }

  @Override
  public String name(String table) {
    return tables.name(table);
  }

  @Override
  public Optional<Dataset<Row>> published(String table) {
    return tables.published(table);
  }

  @Override
  public Optional<Dataset<Row>> written(String table) {
    return tables.written(table);
  }

  @Override
  public void append(RunRows rows) {
    tables.append(rows);
  }

  @Override
  public void replace(RunRows rows) {
    tables.replace(rows);
  }

  @Override
  public boolean merges() {
    return tables.merges();
  }

  @Override
  public void merge(RunRows changes, List<String> keys) {
    tables.merge(changes, keys);
  }

  @Override
  public void release(String table) {
    tables.release(table);
  }

  @Override
  public Optional<String> version(String table) {
    return tables.version(table);
  }
}
