package io.corpuscle.jobs.source;

import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.spike.EnergyModel;
import io.corpuscle.jobs.Version;
import io.corpuscle.jobs.corpus.InputLimits;
import io.corpuscle.jobs.incremental.Earlier;
import io.corpuscle.jobs.incremental.IncrementalSettings;
import io.corpuscle.jobs.journal.JournalSettings;
import io.corpuscle.jobs.models.EngineSettings;
import io.corpuscle.schemas.Column;
import io.corpuscle.schemas.Table;
import io.corpuscle.schemas.Tables;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What all tasks of a scan do, as it travels to them.
 *
 * @param tableName the table that is read
 * @param columnNames its columns that are asked for, in the order they are asked for
 * @param models which model reads which documents
 * @param engine what runs them
 * @param windowTokens tokens a window has
 * @param chunkTokens tokens that go through the model together
 * @param documentsTogether at most how many documents a task reads together
 * @param measures what is measured
 * @param energy what spikes are said to cost
 * @param limits how much of a file or document is read at most
 * @param onError what becomes of the reading when a document fails
 * @param journal where what was read is written down; null for nowhere
 * @param incremental how it goes on from an earlier run; null if it does not
 */
record ReadingTask(
    String tableName,
    List<String> columnNames,
    Models models,
    EngineSettings engine,
    int windowTokens,
    int chunkTokens,
    int documentsTogether,
    Set<Measure> measures,
    EnergyModel energy,
    InputLimits limits,
    OnError onError,
    @Nullable JournalSettings journal,
    @Nullable IncrementalSettings incremental)
    implements Serializable {

  ReadingTask {
    columnNames = List.copyOf(columnNames);
    measures = Set.copyOf(measures);
  }

  Table table() {
    return Tables.named(tableName);
  }

  List<Column> columns() {
    return columnNames.stream().map(table()::column).toList();
  }

  /** All that decides the rows of a document beside the document and its model. */
  String identity() {
    return String.join(
        "\n",
        Version.text(),
        tableName,
        columnNames.toString(),
        engine.kernels(),
        engine.precision(),
        String.valueOf(windowTokens),
        new TreeSet<>(measures).toString(),
        energy.toString());
  }

  /**
   * The same of a document that an earlier run says something of: rows are then told as far as that
   * run does not have them.
   */
  String identity(Earlier earlier) {
    return incremental == null ? identity() : identity() + "\nafter " + earlier.name();
  }

  ReadingOptions options() {
    return new ReadingOptions(windowTokens, chunkTokens, documentsTogether, measures);
  }
}
