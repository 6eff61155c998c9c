package io.corpuscle.jobs.source;

import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.jobs.corpus.DocumentOpener;
import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.models.ExecutorEngine;
import io.corpuscle.jobs.models.ModelRef;
import io.corpuscle.jobs.models.ModelStore;
import io.corpuscle.schemas.ReadingRow;
import io.corpuscle.schemas.RowKind;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Reads the documents of a bundle, one after the other, row by row. For one thread. */
final class BundleRows implements AutoCloseable {
  private final ReadingTask task;
  private final ModelStore store;
  private final DocumentOpener opener;
  private final Iterator<DocumentRef> documents;
  private final Map<ModelRef, DocumentReader> readers = new HashMap<>();
  private Optional<DocumentRows> current = Optional.empty();

  BundleRows(ReadingTask task, Configuration hadoop, List<DocumentRef> documents) {
    this.task = task;
    this.store = new ModelStore(hadoop);
    this.opener = new DocumentOpener(hadoop);
    this.documents = documents.iterator();
  }

  /** Reads on to the next row, whichever table it is of; empty after the last one. */
  Optional<ReadingRow> next() {
    if (current.isEmpty()) {
      if (!documents.hasNext()) {
        return Optional.empty();
      }
      DocumentRef document = documents.next();
      if (document instanceof DocumentRef.Failed failed) {
        return Optional.of(DocumentRows.neverRead(failed));
      }
      current = Optional.of(open((DocumentRef.Located) document));
    }
    ReadingRow row = current.get().next();
    if (row.kind() == RowKind.DOCUMENT) {
      current.get().close();
      current = Optional.empty();
    }
    return Optional.of(row);
  }

  private DocumentRows open(DocumentRef.Located document) {
    ModelRef model = task.models().of(document);
    DocumentReader reader =
        readers.computeIfAbsent(
            model, m -> ExecutorEngine.of(m, task.kernels(), store).reader(task.options()));
    return new DocumentRows(document, model.name(), reader, opener);
  }

  @Override
  public void close() {
    current.ifPresent(DocumentRows::close);
    opener.close();
  }
}
