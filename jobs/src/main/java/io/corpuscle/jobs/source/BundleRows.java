package io.corpuscle.jobs.source;

import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.JointReading;
import io.corpuscle.jobs.corpus.DocumentOpener;
import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.models.ExecutorEngine;
import io.corpuscle.jobs.models.ModelRef;
import io.corpuscle.jobs.models.ModelStore;
import io.corpuscle.schemas.ReadingRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the documents of a bundle together, those of one model after those of another, and gives
 * their rows. The rows of a document stay together, and documents keep their order among those of
 * their model; those whose fault was known before they were opened come first. For one thread.
 */
final class BundleRows implements AutoCloseable {
  private final ReadingTask task;
  private final ModelStore store;
  private final DocumentOpener opener;
  private final Iterator<Map.Entry<ModelRef, List<DocumentRef.Located>>> models;
  private final Queue<ReadingRow> rows = new ArrayDeque<>();
  private Optional<JointReading> reading = Optional.empty();

  BundleRows(ReadingTask task, Configuration hadoop, List<DocumentRef> documents) {
    this.task = task;
    this.store = new ModelStore(hadoop);
    this.opener = new DocumentOpener(hadoop, task.limits());
    Map<ModelRef, List<DocumentRef.Located>> byModel = new LinkedHashMap<>();
    for (DocumentRef document : documents) {
      if (document instanceof DocumentRef.Located located) {
        byModel.computeIfAbsent(task.models().of(located), m -> new ArrayList<>()).add(located);
      } else {
        rows.add(DocumentRows.neverRead((DocumentRef.Failed) document));
      }
    }
    this.models = byModel.entrySet().iterator();
  }

  /**
   * Reads on to the next row, whichever table it is of; empty after the last one.
   *
   * @throws DocumentFailedException if a document failed and that ends the reading
   */
  Optional<ReadingRow> next() {
    while (rows.isEmpty() && (reading.isPresent() || models.hasNext())) {
      if (reading.isEmpty()) {
        Map.Entry<ModelRef, List<DocumentRef.Located>> next = models.next();
        reading = Optional.of(begin(next.getKey(), next.getValue()));
      }
      if (!reading.get().advance()) {
        reading = Optional.empty();
      }
    }
    return Optional.ofNullable(rows.poll()).map(task.onError()::passed);
  }

  private JointReading begin(ModelRef model, List<DocumentRef.Located> documents) {
    DocumentReader reader = ExecutorEngine.of(model, task.engine(), store).reader(task.options());
    return reader.together(
        documents.stream()
            .map(
                document ->
                    new DocumentRows(document, model.name(), opener, task.energy(), rows::add))
            .iterator());
  }

  @Override
  public void close() {
    try {
      if (reading.isPresent()) {
        reading.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A document that was being read cannot be closed", e);
    } finally {
      opener.close();
    }
  }
}
